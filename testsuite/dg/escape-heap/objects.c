/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects with constructors, destructors and tables of operations.  */

#include <stdlib.h>

struct obj;
struct ops
{
  void (*destroy) (struct obj *);
};
struct obj
{
  const struct ops *ops;
  int *state;
  struct obj *parent;
};
void work (void);
void adopt (struct obj *);

int
obj_state (const struct obj *o)
{
  return *o->state;
}
static void
plain_destroy (struct obj *o)
{
  free (o);
}
static const struct ops plain = { plain_destroy };

static struct obj *
obj_new (const struct ops *ops)
{
  struct obj *o = calloc (1, sizeof *o);
  if (!o)
    abort ();
  o->ops = ops;
  return o;
}

static void
obj_bind (struct obj *o, int *state)
{
  o->state = state;
}

struct obj *
warn_field (void)
{
  int state = 0;
  struct obj *o = obj_new (&plain);
  o->state = &state; /* { dg-warning {'state' is left in.*\[escape-heap\]} } */
  return o;
}

struct obj *
warn_setter (void)
{
  int state = 0;
  struct obj *o = obj_new (&plain);
  obj_bind (o, &state); /* { dg-warning {'state'.*\[escape-(heap|call)\]} } */
  return o;
}

struct obj *
warn_stack_parent (void)
{
  struct obj parent = { &plain, 0, 0 };
  struct obj *o = obj_new (&plain);
  o->parent = &parent; /* { dg-warning {'parent' is left in.*\[escape-heap\]} } */
  work ();
  return o;
}

struct obj *
warn_error_path (int n)
{
  int state = n;
  struct obj *o = obj_new (&plain);
  o->state = &state; /* { dg-warning {'state' is left in.*\[escape-heap\]} } */
  work ();
  if (state < 0)
    return o;
  o->state = 0;
  return o;
}

int
nowarn_destroyed (void)
{
  int state = 0;
  struct obj *o = obj_new (&plain);
  obj_bind (o, &state);
  work ();
  o->ops->destroy (o);
  return state;
}

struct obj *
nowarn_unbound (void)
{
  int state = 0;
  struct obj *o = obj_new (&plain);
  obj_bind (o, &state);
  work ();
  obj_bind (o, 0);
  return o;
}

struct obj *
nowarn_heap_child (struct obj *parent)
{
  struct obj tmp = { &plain, 0, parent };
  struct obj *o = obj_new (&plain);
  *o = tmp;
  return o;
}

void
nowarn_adopted (void)
{
  int state = 0;
  struct obj *o = obj_new (&plain);
  o->state = &state;
  adopt (o);
  o->state = 0;
}

struct obj *
nowarn_state_copied (int n)
{
  int state = n;
  struct obj *o = obj_new (&plain);
  o->state = malloc (sizeof *o->state);
  if (o->state)
    *o->state = state;
  return o;
}
