/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A VLA or alloca is left in a global.  */

#include <alloca.h>

static char *scratch;
static int *numbers;
void work (void);
int
first (void)
{
  return (scratch ? *scratch : 0) + (numbers ? *numbers : 0);
}

void
warn_vla (unsigned char n)
{
  char buf[n + 1];
  buf[0] = 0;
  scratch = buf; /* { dg-warning {'buf' is left in 'scratch'.*\[escape-global\]} } */
  work ();
}

void
warn_alloca (unsigned char n)
{
  scratch = alloca (n + 1); /* { dg-warning {left in 'scratch'.*\[escape-global\]} } */
  work ();
}

void
warn_vla_element (unsigned char n)
{
  int v[n + 2];
  v[1] = 0;
  numbers = &v[1]; /* { dg-warning {'v' is left in 'numbers'.*\[escape-global\]} } */
  work ();
}

void
nowarn_vla_cleared (unsigned char n)
{
  char buf[n + 1];
  buf[0] = 0;
  scratch = buf;
  work ();
  scratch = 0;
}

void
nowarn_alloca_cleared (unsigned char n)
{
  char *old = scratch;
  scratch = alloca (n + 1);
  work ();
  scratch = old;
}
