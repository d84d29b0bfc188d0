/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prototype's noescape is trusted: the caller's local may be handed over,
   and what was stored before stays found.  */

#define NOESCAPE __attribute__ ((noescape))
struct waiter
{
  struct waiter *next;
};
struct waiter *queue;
void look_at (struct waiter *NOESCAPE);

void
warn_handed_to_noescape (void)
{
  struct waiter w = { queue };
  queue = &w; /* { dg-warning {'w'.*\[escape-global\]} } */
}

void
nowarn_only_handed (void)
{
  struct waiter w = { 0 };
  look_at (&w);
}
