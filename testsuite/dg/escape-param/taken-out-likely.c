/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Unknown code had the holder or the object, and then the function takes the
   object out: by its own links, by looking for it, by putting back what was
   there.  On the path where the links were cut meanwhile nothing is left.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

struct node
{
  int n;
  struct node *next, **link;
};

struct owner
{
  int n;
  struct node *all;
};

struct outer
{
  struct owner *owner;
};

extern int run (struct node *);
extern int run_owner (struct owner *);
extern int run_outer (struct outer *);

static void
link_in (struct owner *o, struct node *n)
{
  n->next = o->all;
  n->link = &o->all;
  if (o->all)
    o->all->link = &n->next;
  o->all = n;
}

static void
link_out (struct node *n)
{
  *n->link = n->next;
  if (n->next)
    n->next->link = n->link;
}

int
nowarn_own_links (struct owner *o)
{
  struct node n = { 0 };
  link_in (o, &n);
  int r = run (&n);
  link_out (&n);
  return r;
}

int
warn_own_links_on_one_path (struct owner *o)
{
  struct node n = { 0 };
  link_in (o, &n); /* { dg-warning {'n'} } */
  int r = run (&n);
  if (r < 0)
    return r;
  link_out (&n);
  return r;
}

int
nowarn_looked_for (struct owner *o)
{
  struct node n = { 0 }, **p;
  for (p = &o->all; *p; p = &(*p)->next)
    ;
  *p = &n;
  int r = run_owner (o);
  for (p = &o->all; *p; p = &(*p)->next)
    if (*p == &n)
      {
        *p = n.next;
        break;
      }
  return r;
}

int
warn_looked_for_on_one_path (struct owner *o)
{
  struct node n = { 0 }, **p;
  for (p = &o->all; *p; p = &(*p)->next)
    ;
  *p = &n; /* { dg-warning {'n'} } */
  int r = run_owner (o);
  if (r < 0)
    return r;
  for (p = &o->all; *p; p = &(*p)->next)
    if (*p == &n)
      {
        *p = n.next;
        break;
      }
  return r;
}

void
nowarn_put_back (struct outer *o)
{
  struct node n = { 0 }, *old = o->owner->all;
  o->owner->all = &n;
  run_outer (o);
  o->owner->all = old;
}

void
warn_put_back_elsewhere (struct outer *o, struct owner *other)
{
  struct node n = { 0 }, *old = o->owner->all;
  o->owner->all = &n; /* { dg-warning {'n'} } */
  run_outer (o);
  other->n = old != 0;
}
