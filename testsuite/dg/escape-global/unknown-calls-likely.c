/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At level likely, a call that might have taken the pointer back is no excuse
   either.  */
/* { dg-options "-fplugin-arg-escape-level=likely" } */

struct handler
{
  int (*fn) (int);
  char *buf;
};
struct handler *exported;
void examine (struct handler *);
void touch_slot (struct handler **);

void
warn_object_handed_over (void)
{
  struct handler h = { 0, 0 };
  exported = &h; /* { dg-warning {'h'.* left in 'exported'.*\[escape-global\]} } */
  examine (&h);
}

void
warn_holder_handed_over (void)
{
  struct handler h = { 0, 0 };
  exported = &h; /* { dg-warning {'h'.* left in 'exported'.*\[escape-global\]} } */
  touch_slot (&exported);
}

void
nowarn_taken_back_afterwards (void)
{
  struct handler h = { 0, 0 };
  exported = &h;
  examine (&h);
  exported = 0;
}

void
nowarn_only_handed_over (void)
{
  struct handler h = { 0, 0 };
  examine (&h);
}
