/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* A constructor makes two blocks, the destructor frees both; neither may be
   inlined by GCC.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stack
{
  int *base;
  int top, room;
};

static __attribute__ ((noinline)) struct stack *
stack_new (int room)
{
  struct stack *s = malloc (sizeof *s);
  if (!s)
    return NULL;
  s->base = malloc (room * sizeof *s->base);
  if (!s->base)
    {
      free (s);
      return NULL;
    }
  s->top = 0;
  s->room = room;
  return s;
}

static __attribute__ ((noinline)) void
stack_free (struct stack *s)
{
  if (!s)
    return;
  free (s->base);
  free (s);
}

static __attribute__ ((noinline)) void
push (struct stack *s, int v)
{
  if (s->top < s->room)
    s->base[s->top++] = v;
}

int
main (void)
{
  struct stack *s = stack_new (20);
  int sum = 0;
  if (!s)
    return 1;
  for (int i = 0; i < 30; i++)
    push (s, i);
  while (s->top)
    sum = sum * 3 + s->base[--s->top];
  printf ("%d\n", sum);
  stack_free (s);
  return 0;
}
