/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A size that is known only at run time.

   make([]T, n) goes to Go's heap whatever becomes of it, for the stack must
   know its size.  C can put n elements on the stack, as a VLA or with alloca;
   the danger is an n that nobody has looked at.  malloc of a size that only
   the run knows, used in this function alone, is noted all the same.  */

#include <stdlib.h>
#include <string.h>

int
sum_squares (const int *v, size_t n)
{
  int square[n], sum = 0;
  for (size_t i = 0; i < n; i++)
    square[i] = v[i] * v[i];
  for (size_t i = 0; i < n; i++)
    sum += square[i];
  return sum;
}

int
sum_few_squares (const int *v, size_t n)
{
  if (n > 64)
    return -1;
  int square[n], sum = 0;
  for (size_t i = 0; i < n; i++)
    square[i] = v[i] * v[i];
  for (size_t i = 0; i < n; i++)
    sum += square[i];
  return sum;
}

int
equal_but_for_order (const char *a, const char *b, size_t n)
{
  char *copy = malloc (n);
  if (!copy)
    return -1;
  int found = 1;
  memcpy (copy, b, n);
  for (size_t i = 0; found && i < n; i++)
    {
      char *at = memchr (copy, a[i], n);
      found = at != NULL;
      if (at)
        *at = 0;
    }
  free (copy);
  return found;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   13:25: note: v does not escape
   24:29: note: v does not escape
   37:34: note: a does not escape
   37:49: note: b does not escape
   39:16: note: malloc(n) does not escape
   15:7: warning: size of variable-length array 'square' has no bound [CWE-789] [vla-unbounded]
   15:7: note: 'square' declared here
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   func sumSquares(v []int) int {  // v does not escape
       // make([]int, len(v)) escapes to heap
       square, sum := make([]int, len(v)), 0
       for i, x := range v {
           square[i] = x * x
       }
       for _, x := range square {
           sum += x
       }
       return sum
   }

   func sumFourSquares(v *[4]int) int {  // v does not escape
       square, sum := make([]int, 4), 0  // make([]int, 4) does not escape
       for i, x := range v {
           square[i] = x * x
       }
       for _, x := range square {
           sum += x
       }
       return sum
   }  */
