/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several ways in a callee lead to one result; what the caller knows may leave
   only one of them.  */

struct item
{
  int v;
};
struct cache
{
  struct item first;
  struct item *last;
};

static __attribute__ ((noinline)) struct item *
find (struct cache *c, int wanted)
{
  if (c->last && c->last->v == wanted)
    return c->last;
  return &c->first;
}

struct item *
warn_nothing_last (int wanted)
{
  struct cache c = { { 1 }, 0 };
  return find (&c, wanted); /* { dg-warning {'c' is returned.*\[escape-return\]} } */
}

int
nowarn_value (int wanted)
{
  struct cache c = { { 1 }, 0 };
  return find (&c, wanted)->v;
}
