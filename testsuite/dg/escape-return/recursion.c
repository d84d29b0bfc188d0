/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recursive functions hand a pointer of the outermost caller through.  */

struct tree
{
  struct tree *l, *r;
  int key;
};

static struct tree *
smallest (struct tree *t, struct tree *best)
{
  if (!t)
    return best;
  if (t->key < best->key)
    best = t;
  best = smallest (t->l, best);
  return smallest (t->r, best);
}

static const char *even (const char *s, int n);
static const char *
odd (const char *s, int n)
{
  return n == 0 ? "odd" : even (s + 1, n - 1);
}
static const char *
even (const char *s, int n)
{
  return n == 0 ? s : odd (s + 1, n - 1);
}

struct tree *
warn_bound_returned (struct tree *t)
{
  struct tree bound = { 0, 0, 1000 };
  return smallest (t, &bound); /* { dg-warning {'bound'.*\[escape-return\]} } */
}

const char *
warn_mutual (int n)
{
  char digits[32] = "0123456789";
  return even (digits, n); /* { dg-warning {'digits'.*\[escape-return\]} } */
}

struct tree *
nowarn_bound_checked (struct tree *t)
{
  struct tree bound = { 0, 0, 1000 };
  struct tree *s = smallest (t, &bound);
  return s == &bound ? 0 : s;
}

int
nowarn_key_only (struct tree *t)
{
  struct tree bound = { 0, 0, 1000 };
  return smallest (t, &bound)->key;
}

int
nowarn_counts_down (struct tree *t, int depth)
{
  struct tree here = { t, 0, depth };
  return depth > 0 ? nowarn_counts_down (&here, depth - 1) : here.key;
}

struct pair
{
  int a, b;
};
static void *kept;

/* The address that the inner call gave back is not this call's parameter.  */
void *
warn_once (int more, struct pair p)
{
  struct pair other = { 0, 0 };
  if (more)
    kept = warn_once (0, other);
  return &p.b; /* { dg-warning {'p'.*\[escape-return\]} } */
}
