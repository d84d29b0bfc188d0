/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer to a local is returned.

   The first thing that anyone learns of Go's escape analysis: the variable
   moves to the heap, and the program is right.  In C it stays where it is, and
   the caller gets the address of a frame that is gone.  */

struct point
{
  int x, y;
};

static struct point *
same (struct point *p)
{
  return p;
}

struct point *
direct (void)
{
  struct point p = { 1, 2 };
  return &p;
}

struct point *
through_a_call (void)
{
  struct point p = { 3, 4 };
  return same (&p);
}

int
innocent (void)
{
  struct point p = { 5, 6 };
  return same (&p)->x;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   14:21: note: leaking param: p to result level=0
   22:16: note: p escapes: returned
   29:16: note: p escapes: returned
   23:10: warning: address of local variable 'p' is returned by 'direct' [CWE-562] [escape-return]
   30:10: warning: address of local variable 'p' is returned by 'through_a_call' [CWE-562] [escape-return]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   type point struct{ x, y int }

   // leaking param: p to result ~r0 level=0
   func same(p *point) *point { return p }

   func direct() *point {
       p := point{1, 2}  // moved to heap: p
       return &p
   }

   func throughACall() *point {
       p := point{3, 4}  // moved to heap: p
       return same(&p)
   }

   func innocent() int {
       p := point{5, 6}
       return same(&p).x
   }  */
