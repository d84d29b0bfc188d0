/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pointer is taken back under the same condition that set it.  */

static char *scratch;
void work (void);
int mode;

char
scratch_byte (void)
{
  return scratch ? *scratch : 0;
}

void
nowarn_same_flag (int want)
{
  char buf[64] = "";
  if (want)
    scratch = buf;
  work ();
  if (want)
    scratch = 0;
}

void
nowarn_flag_variable (int a, int b)
{
  char buf[64] = "";
  int installed = 0;
  if (a > b)
    {
      scratch = buf;
      installed = 1;
    }
  work ();
  if (installed)
    scratch = 0;
}

void
nowarn_compares_holder (int a)
{
  char buf[64] = "";
  if (a)
    scratch = buf;
  work ();
  if (scratch == buf)
    scratch = 0;
}

void
nowarn_switch (int kind)
{
  char buf[64] = "";
  switch (kind)
    {
    case 1:
    case 2:
      scratch = buf;
      break;
    default:
      break;
    }
  if (kind == 1 || kind == 2)
    scratch = 0;
}

void
warn_other_flag (int want, int done)
{
  char buf[64] = "";
  if (want)
    scratch = buf; /* { dg-warning {'buf' is left in 'scratch'.*\[escape-global\]} } */
  work ();
  if (done)
    scratch = 0;
}

void
warn_flag_forgotten (int want)
{
  char buf[64] = "";
  if (want)
    scratch = buf; /* { dg-warning {'buf' is left in 'scratch'.*\[escape-global\]} } */
  if (!want)
    scratch = 0;
}

void
warn_flag_reset (int a)
{
  char buf[64] = "";
  int installed = 0;
  if (a)
    {
      scratch = buf; /* { dg-warning {'buf' is left in 'scratch'.*\[escape-global\]} } */
      installed = 1;
    }
  if (a > 7)
    installed = 0;
  if (installed)
    scratch = 0;
}
