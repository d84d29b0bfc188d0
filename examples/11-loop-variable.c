/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variable of a loop's body, seen from outside.

   Go makes a new one for each round as soon as its address outlives the round.
   In C it is gone at the end of each round, and its place is used again.  */

#include <stddef.h>

int
longest (const int *length, int n)
{
  const int *best = NULL;
  for (int i = 0; i < n; i++)
    {
      int twice = 2 * length[i];
      if (!best || twice > *best)
        best = &twice;
    }
  return best ? *best : 0;
}

int
longest_by_place (const int *length, int n)
{
  const int *best = NULL;
  for (int i = 0; i < n; i++)
    if (!best || length[i] > *best)
      best = &length[i];
  return best ? *best : 0;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   10:21: note: length does not escape
   15:11: note: twice escapes: used after its block
   23:30: note: length does not escape
   16:28: warning: address of local variable 'twice' is used after the end of its block [CWE-825] [escape-scope]
   19:23: warning: address of local variable 'twice' is used after the end of its block [CWE-825] [escape-scope]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   func longest(length []int) int {  // length does not escape
       var best *int
       for i := range length {
           twice := 2 * length[i]  // moved to heap: twice
           if best == nil || twice > *best {
               best = &twice
           }
       }
       return *best
   }

   func longestByPlace(length []int) int {  // length does not escape
       var best *int
       for i := range length {
           if best == nil || length[i] > *best {
               best = &length[i]
           }
       }
       return *best
   }  */
