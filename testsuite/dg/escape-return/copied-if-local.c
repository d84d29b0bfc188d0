/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer that may point to a local buffer is replaced before the return,
   exactly when it does.  */

#include <stdlib.h>
#include <string.h>

static char *
copy (const char *s)
{
  char *p = malloc (strlen (s) + 1);
  if (p)
    strcpy (p, s);
  return p;
}

char *
nowarn_copied (const char *in, size_t n)
{
  char local[64];
  char *p = local;
  if (n >= sizeof local)
    {
      p = malloc (n + 1);
      if (!p)
        return 0;
    }
  memcpy (p, in, n);
  p[n] = 0;
  return p == local ? copy (p) : p;
}

char *
nowarn_copied_other_way (const char *in, size_t n)
{
  char local[64];
  char *p = n < sizeof local ? local : malloc (n + 1);
  if (!p)
    return 0;
  memcpy (p, in, n);
  p[n] = 0;
  if (p != local)
    return p;
  return copy (p);
}

static char *
keep (char *p, char *local)
{
  if (p != local)
    return p;
  return copy (p);
}

char *
nowarn_copied_in_callee (size_t n)
{
  char local[64] = "";
  char *p = local;
  if (n >= sizeof local)
    p = calloc (n, 1);
  return keep (p, local);
}

char *
warn_wrong_way_round (size_t n)
{
  char local[64] = "";
  char *p = local;
  if (n >= sizeof local)
    p = calloc (n, 1);
  return p == local ? p : copy (p); /* { dg-warning {'local'.*\[escape-return\]} } */
}

char *
warn_forgotten (size_t n)
{
  char local[64] = "";
  char *p = local;
  if (n >= sizeof local)
    p = calloc (n, 1);
  return p; /* { dg-warning {'local'.*\[escape-return\]} } */
}
