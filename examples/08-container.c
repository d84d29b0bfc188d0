/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Storing into a container.

   Whatever is put into a Go slice or map that outlives the function goes to
   the heap, and so does what is put in and taken out again, for Go does not
   look at the order of statements.  In C only what is still in the container
   when the function returns is a mistake.  */

#include <stdlib.h>

struct node
{
  struct node *next;
  int value;
};

struct list
{
  struct node *head;
};

static void
push (struct list *l, struct node *n)
{
  n->next = l->head;
  l->head = n;
}

static struct node *
pop (struct list *l)
{
  struct node *n = l->head;
  l->head = n->next;
  return n;
}

static int
total (const struct list *l)
{
  int sum = 0;
  for (const struct node *n = l->head; n; n = n->next)
    sum += n->value;
  return sum;
}

void
add_for_good (struct list *l, int value)
{
  struct node n = { .value = value };
  push (l, &n);
}

int
total_with (struct list *l, int value)
{
  struct node n = { .value = value };
  push (l, &n);
  int sum = total (l);
  pop (l);
  return sum;
}

int
total_of_two (int a, int b)
{
  struct list l = { NULL };
  struct node x = { .value = a }, y = { .value = b };
  push (&l, &x);
  push (&l, &y);
  return total (&l);
}

struct list *
new_list (int value)
{
  struct list *l = malloc (sizeof *l);
  struct node n = { NULL, value };
  if (l)
    l->head = &n;
  return l;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   23:20: note: leaking param: l to n level=1
   23:36: note: leaking param: n to l level=0
   30:19: note: leaking param: l to result level=1
   38:27: note: l does not escape
   47:28: note: l does not escape
   49:15: note: n escapes: left in 'l->head'
   54:26: note: l does not escape
   56:15: note: n escapes: left in 'l->head'
   76:20: note: malloc(8) escapes to heap: returned
   77:15: note: n escapes: left in 'l->head'
   50:3: warning: address of local variable 'n' is left in 'l->head' when 'add_for_good' returns [CWE-825] [escape-param]
   79:13: warning: address of local variable 'n' is left in 'l->head' when 'new_list' returns [CWE-825] [escape-heap]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   type node struct {
       next  *node
       value int
   }

   type list struct{ head *node }

   // leaking param content: l
   // leaking param: n
   func push(l *list, n *node) { n.next, l.head = l.head, n }

   // leaking param content: l
   // leaking param: l to result ~r0 level=1
   func pop(l *list) *node {
       n := l.head
       l.head = n.next
       return n
   }

   func total(l *list) (sum int) {  // l does not escape
       for n := l.head; n != nil; n = n.next {
           sum += n.value
       }
       return
   }

   func addForGood(l *list, value int) {  // leaking param content: l
       n := node{value: value}  // moved to heap: n
       push(l, &n)
   }

   func totalWith(l *list, value int) int {  // leaking param content: l
       n := node{value: value}  // moved to heap: n
       push(l, &n)
       sum := total(l)
       pop(l)
       return sum
   }

   func totalOfTwo(a, b int) int {
       var l list
       // moved to heap: x
       // moved to heap: y
       x, y := node{value: a}, node{value: b}
       push(&l, &x)
       push(&l, &y)
       return total(&l)
   }

   func newList(value int) *list {
       n := node{nil, value}  // moved to heap: n
       return &list{&n}  // &list{...} escapes to heap
   }  */
