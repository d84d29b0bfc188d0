/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A field that nothing in view reads is read elsewhere: no excuse.  Nor is a
   reader in view that does not set it first.  */

struct session
{
  char *error;
  char *banner;
};
void step (void);

const char *
session_banner (struct session *s)
{
  return s->banner;
}

void
warn_no_reader_in_view (struct session *s)
{
  char text[80] = "failed";
  s->error = text; /* { dg-warning {'text' is left in 's->error'.*\[escape-param\]} } */
  step ();
}

void
warn_reader_in_view (struct session *s)
{
  char text[80] = "hello";
  s->banner = text; /* { dg-warning {'text' is left in 's->banner'.*\[escape-param\]} } */
  step ();
}

void
nowarn_reset (struct session *s)
{
  char text[80] = "hello";
  s->banner = text;
  step ();
  s->banner = "";
}
