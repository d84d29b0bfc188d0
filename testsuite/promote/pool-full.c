/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 2000 */
/* Nodes of a list: those of a short one never ask the heap, however often it
   is made; of a long one, what does not fit.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  struct node *next;
  long v;
};

static __attribute__ ((noinline)) long
sum (int n, int rounds)
{
  long s = 0;
  for (int r = 0; r < rounds; r++)
    {
      struct node *head = NULL;
      for (int i = 0; i < n; i++)
        {
          struct node *x = calloc (1, sizeof *x);
          if (!x)
            return -1;
          if (x->v || x->next)
            s += 1000000;
          x->v = i;
          x->next = head;
          head = x;
        }
      for (struct node *p = head; p; p = p->next)
        s += p->v;
      while (head)
        {
          struct node *t = head;
          head = t->next;
          t->v = -1;
          free (t);
        }
    }
  return s;
}

int
main (void)
{
  printf ("%ld %ld\n", sum (20, 100000), sum (2000, 1));
  return 0;
}
