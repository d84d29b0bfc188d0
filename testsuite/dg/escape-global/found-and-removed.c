/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A visible function looks for the entry in a table or list and removes
   it.  */

#include <stdlib.h>
#include <string.h>

struct sub
{
  void (*fn) (int, void *);
  void *arg;
};
struct entry
{
  struct entry *next;
  const char *key;
  void *value;
};
static struct sub subs[4];
static int nsubs;
static struct entry *buckets[16];
void step (void);
void on_value (int, void *);

void
publish (int v)
{
  for (int i = 0; i < nsubs; i++)
    subs[i].fn (v, subs[i].arg);
}

static void
subscribe (void (*fn) (int, void *), void *arg)
{
  if (nsubs < 4)
    {
      subs[nsubs].fn = fn;
      subs[nsubs].arg = arg;
      nsubs++;
    }
}

static void
unsubscribe (void *arg)
{
  for (int i = 0; i < nsubs; i++)
    if (subs[i].arg == arg)
      {
        subs[i] = subs[--nsubs];
        subs[nsubs].arg = 0;
        return;
      }
}

static unsigned
hash (const char *s)
{
  unsigned h = 0;
  while (*s)
    h = h * 33 + (unsigned char)*s++;
  return h % 16;
}

void *
get (const char *key)
{
  for (struct entry *e = buckets[hash (key)]; e; e = e->next)
    if (!strcmp (e->key, key))
      return e->value;
  return 0;
}

static void
put (const char *key, void *value)
{
  struct entry *e = malloc (sizeof *e);
  if (!e)
    abort ();
  e->key = key;
  e->value = value;
  e->next = buckets[hash (key)];
  buckets[hash (key)] = e;
}

static void
del (const char *key)
{
  for (struct entry **p = &buckets[hash (key)]; *p; p = &(*p)->next)
    if (!strcmp ((*p)->key, key))
      {
        struct entry *e = *p;
        *p = e->next;
        free (e);
        return;
      }
}

void
nowarn_unsubscribed (void)
{
  int last = 0;
  subscribe (on_value, &last);
  publish (1);
  unsubscribe (&last);
}

void
nowarn_deleted (const char *key)
{
  int v = 0;
  put (key, &v);
  step ();
  del (key);
}

void
warn_subscribed (void)
{
  int last = 0;
  subscribe (on_value, &last); /* { dg-warning {'last'.*\[escape-(closure|call|global)\]} } */
  publish (1);
}

void
warn_put (const char *key)
{
  int v = 0;
  put (key, &v); /* { dg-warning {'v'.*\[escape-(heap|call|global)\]} } */
  step ();
}
