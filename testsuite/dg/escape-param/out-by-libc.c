/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A libc function leaves a pointer into a local buffer in the caller's
   variable.  */

#include <stdlib.h>
#include <string.h>

long
warn_strtol (char **end)
{
  char digits[16] = "12x";
  return strtol (digits, end, 10); /* { dg-warning {'digits'.*\[escape-(param|call)\]} } */
}

int
warn_strtok_r (char **save)
{
  char line[32] = "a b";
  return strtok_r (line, " ", save) != 0; /* { dg-warning {'line'.*\[escape-(param|call)\]} } */
}

void
warn_strsep (char **rest)
{
  char line[32] = "a b";
  *rest = line;
  strsep (rest, " "); /* { dg-warning {'line'.*\[escape-(param|call)\]} } */
}

long
nowarn_own_end (const char *s)
{
  char digits[16], *end;
  strncpy (digits, s, 15);
  digits[15] = 0;
  long v = strtol (digits, &end, 10);
  return *end ? -1 : v;
}

long
nowarn_callers_text (const char *s, char **end)
{
  return strtol (s, end, 10);
}

long
nowarn_translated (const char *s, char **end)
{
  char digits[16], *e;
  strncpy (digits, s, 15);
  digits[15] = 0;
  long v = strtol (digits, &e, 10);
  *end = (char *)s + (e - digits);
  return v;
}
