/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of automatic object counts: structs, unions, parameters,
   compound literals, objects in inner blocks.  */

#include <stdlib.h>
#include <stdio.h>

struct page
{
  char b[65536];
};
struct huge
{
  struct page p[4];
  int n;
};
union either
{
  struct huge h;
  int i;
};
void use (void *);

void
warn_nested_struct (FILE *f)
{
  struct huge h; /* { dg-warning {'h'.*\[large-local\]} } */
  if (fread (&h, sizeof h, 1, f) == 1)
    use (&h);
}

void
warn_union (void)
{
  union either e; /* { dg-warning {'e'.*\[large-local\]} } */
  e.i = 0;
  use (&e);
}

void
warn_array_of_structs (void)
{
  struct page v[3]; /* { dg-warning {'v'.*\[large-local\]} } */
  use (v);
}

int
warn_switch_block (int k)
{
  switch (k)
    {
    case 1:
      {
        long grid[200][200]; /* { dg-warning {'grid'.*\[large-local\]} } */
        grid[k][k] = 1;
        use (grid);
        return (int)grid[k][0];
      }
    }
  return 0;
}

void
warn_loop_block (int n)
{
  for (int i = 0; i < n; i++)
    {
      char chunk[150000]; /* { dg-warning {'chunk'.*\[large-local\]} } */
      use (chunk);
    }
}

void
warn_initialised (void)
{
  char text[140000] = "x"; /* { dg-warning {'text'.*\[large-local\]} } */
  use (text);
}

void
warn_one_of_two (void)
{
  char small[100];
  char big[131073]; /* { dg-warning {'big'.*\[large-local\]} } */
  use (small);
  use (big);
}

void
warn_typedef (void)
{
  typedef struct page pages[3];
  pages p; /* { dg-warning {'p'.*\[large-local\]} } */
  use (&p);
}

void
nowarn_heap (FILE *f)
{
  struct huge *h = malloc (sizeof *h);
  if (h && fread (h, sizeof *h, 1, f) == 1)
    use (h);
  free (h);
}

void
nowarn_two_pages (void)
{
  struct page p, q;
  use (&p);
  use (&q);
}

int
nowarn_sizeof_only (const struct huge *h)
{
  return (int)sizeof (struct huge) + h->n;
}

void
nowarn_thread_local (void)
{
  static __thread char buf[200000];
  use (buf);
}

void
nowarn_extern (void)
{
  extern char elsewhere[1000000];
  use (elsewhere);
}

void
nowarn_compound_literal (void)
{
  use (&(struct page){ { 1 } });
}

int
nowarn_pointer_to_array (char (*p)[200000])
{
  return (*p)[3];
}

void
nowarn_enum_bound (void)
{
  enum
  {
    N = 32768
  };
  int t[N];
  use (t);
}
