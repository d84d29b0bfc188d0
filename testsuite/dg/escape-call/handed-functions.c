/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a function calls, its caller says: by an argument, by an argument of an
   argument's user, or by a constant table.  The caller has nothing to lose.  */

static int *kept;
int
last (void)
{
  return *kept;
}

static void
keep (int *p)
{
  kept = p;
}
static void
drop (int *p)
{
  *p = 0;
}

struct ops
{
  void (*first) (int *);
  void (*second) (int *);
};
static const struct ops ops = { drop, keep };

static void
warn_argument (void (*f) (int *))
{
  int x = 1;
  f (&x); /* { dg-warning "'x' is kept by 'keep'" } */
}
static void
warn_handed_on (void (*f) (int *))
{
  int x = 1;
  f (&x); /* { dg-warning "'x' is kept by 'keep'" } */
}
static void
hand_on (void (*f) (int *))
{
  warn_handed_on (f);
}
static void
warn_table (const struct ops *o)
{
  int x = 1;
  o->second (&x); /* { dg-warning "'x' is kept by 'keep'" } */
}
static void
nowarn_argument (void (*f) (int *))
{
  int x = 1;
  f (&x);
}
static void
nowarn_table (const struct ops *o)
{
  int x = 1;
  o->first (&x);
}
void
top (void)
{
  warn_argument (keep);
  hand_on (keep);
  warn_table (&ops);
  nowarn_argument (drop);
  nowarn_table (&ops);
}
