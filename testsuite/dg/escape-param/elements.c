/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays inside a record, after other members, whose elements are reached
   through pointers of their own or in a callee: what is added and stays, what
   is added and taken out again.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

extern void work (void);

struct entry
{
  void *data;
  unsigned id;
};

struct table
{
  const char *name;
  void *owner;
  struct entry entries[8];
  unsigned count;
};

static unsigned last_id;

static unsigned
add (struct table *t, void *data)
{
  if (t->count == 8)
    return 0;
  struct entry *e = &t->entries[t->count++];
  e->data = data;
  e->id = ++last_id;
  return e->id;
}

static void
take_out (struct table *t, unsigned id)
{
  for (unsigned i = 0; i < t->count; i++)
    if (t->entries[i].id == id)
      {
        t->entries[i] = t->entries[--t->count];
        return;
      }
}

void
warn_pointer (struct table *t)
{
  int x = 0;
  if (t->count >= 8)
    return;
  struct entry *e = &t->entries[t->count++];
  e->data = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  e->id = 3;
  work ();
}

void
nowarn_pointer_popped (struct table *t)
{
  int x = 0;
  if (t->count >= 8)
    return;
  struct entry *e = &t->entries[t->count++];
  e->data = &x;
  work ();
  t->count--;
}

void
warn_in_place (struct table *t)
{
  int x = 0;
  t->entries[t->count].data = &x; /* { dg-warning {'x'.*\[escape-param\]} } */
  t->entries[t->count].id = 3;
  t->count++;
  work ();
}

void
nowarn_in_place_popped (struct table *t)
{
  int x = 0;
  t->entries[t->count].data = &x;
  t->entries[t->count].id = 3;
  t->count++;
  work ();
  t->count--;
}

unsigned
warn_callee (struct table *t)
{
  int x = 0;
  unsigned id = add (t, &x); /* { dg-warning {'x'.*\[escape-param\]} } */
  work ();
  return id;
}

int
nowarn_callee_taken_out (struct table *t)
{
  int x = 0;
  unsigned id = add (t, &x);
  if (!id)
    return -1;
  work ();
  take_out (t, id);
  return x;
}

int
warn_callee_taken_out_on_one_path (struct table *t, int early)
{
  int x = 0;
  unsigned id = add (t, &x); /* { dg-warning {'x'.*\[escape-param\]} } */
  if (early)
    return -1;
  take_out (t, id);
  return x;
}
