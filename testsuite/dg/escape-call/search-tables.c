/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees, hash tables and queues of search.h keep keys and elements.  */

#include <search.h>
#include <stdio.h>
#include <string.h>

static void *root;
struct elem
{
  struct elem *forward, *back;
  int v;
};
static struct elem queue;
int cmp (const void *, const void *);
void visit (const void *, VISIT, int);
void work (void);

void
warn_tsearch (int k)
{
  tsearch (&k, &root, cmp); /* { dg-warning {'k'.*\[escape-call\]} } */
}

void
warn_tdelete_on_one_path (int k)
{
  int key = k;
  tsearch (&key, &root, cmp); /* { dg-warning {'key'.*\[escape-call\]} } */
  twalk (root, visit);
  if (k > 0)
    tdelete (&key, &root, cmp);
}

int
warn_hsearch (int n)
{
  char name[16];
  snprintf (name, sizeof name, "n%d", n);
  ENTRY e = { name, "x" };
  return hsearch (e, ENTER) != 0; /* { dg-warning {'name'.*\[escape-call\]} } */
}

void
warn_insque (int v)
{
  struct elem e = { 0, 0, v };
  insque (&e, &queue); /* { dg-warning {'e'.*\[escape-(call|global)\]} } */
  work ();
}

void
nowarn_tdelete (int k)
{
  int key = k;
  tsearch (&key, &root, cmp);
  twalk (root, visit);
  tdelete (&key, &root, cmp);
}

int
nowarn_tfind (int k)
{
  return tfind (&k, &root, cmp) != 0;
}

int
nowarn_hsearch_find (int n)
{
  char name[16];
  snprintf (name, sizeof name, "n%d", n);
  ENTRY e = { name, 0 };
  return hsearch (e, FIND) != 0;
}

void
nowarn_remque (int v)
{
  struct elem e = { 0, 0, v };
  insque (&e, &queue);
  work ();
  remque (&e);
}

int
nowarn_lfind (int k, int *base, size_t n)
{
  return lfind (&k, base, &n, sizeof *base, cmp) != 0;
}

/* lsearch copies the key's bytes: here, an address.  */
static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

int
warn_lsearch_of_address (const char *s, char **base, size_t *n)
{
  char name[16];
  char *key = name;
  snprintf (name, sizeof name, "%s", s);
  return lsearch (&key, base, n, sizeof key, compare_names) != 0; /* { dg-warning {'name'.*\[escape-(call|param)\]} } */
}

int
nowarn_lsearch (int k, int *base, size_t *n)
{
  return lsearch (&k, base, n, sizeof k, cmp) != 0;
}
