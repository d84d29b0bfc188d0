/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A list whose length only the run knows.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node
{
  int v;
  struct node *next;
};

int
main (int argc, char **argv)
{
  struct node *head = NULL;
  int s = 0;
  for (int i = 0; i < argc + 9; i++)
    {
      struct node *n = malloc (sizeof *n);
      if (!n)
        return 1;
      n->v = i;
      n->next = head;
      head = n;
    }
  while (head)
    {
      struct node *n = head;
      head = n->next;
      s += n->v;
      free (n);
    }
  printf ("%d\n", s);
  return argv[0] == NULL;
}
