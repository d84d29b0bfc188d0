/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread as channel.

   What a goroutine captures or a channel carries goes to Go's heap, whether or
   not the function waits for the answer.  In C the frame may well be shared
   with a thread, as long as the function joins it on every way out.  */

#include <pthread.h>

static void *
square (void *p)
{
  int *n = p;
  *n *= *n;
  return NULL;
}

int
asked_and_waited (int n)
{
  pthread_t t;
  if (pthread_create (&t, NULL, square, &n))
    return -1;
  pthread_join (t, NULL);
  return n;
}

void
asked_and_left (int n)
{
  pthread_t t;
  if (!pthread_create (&t, NULL, square, &n))
    pthread_detach (t);
}

int
second_fails (int a, int b)
{
  pthread_t s, t;
  if (pthread_create (&s, NULL, square, &a))
    return -1;
  if (pthread_create (&t, NULL, square, &b))
    return -1;
  pthread_join (s, NULL);
  pthread_join (t, NULL);
  return a + b;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   11:15: note: p does not escape
   19:23: note: n escapes: passed to 'pthread_create'
   29:21: note: n escapes: passed to 'pthread_create'
   37:19: note: a escapes: passed to 'pthread_create'
   37:26: note: b escapes: passed to 'pthread_create'
   32:8: warning: address of parameter 'n' is handed by 'pthread_create' to a thread or an operation that may outlive 'asked_and_left' [CWE-825] [escape-thread]
   40:7: warning: address of parameter 'a' is handed by 'pthread_create' to a thread or an operation that may outlive 'second_fails' [CWE-825] [escape-thread]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   // p does not escape
   // done does not escape
   func square(p *int, done chan<- bool) {
       *p *= *p
       done <- true
   }

   func askedAndWaited(n int) int {  // moved to heap: n
       done := make(chan bool)
       go square(&n, done)
       <-done
       return n
   }

   func askedAndLeft(n int) {  // moved to heap: n
       go square(&n, make(chan bool, 1))
   }  */
