/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The macros of escape.h do the same, also inside functions and macros.  */
/* clang-format off */

#include "../../../include/escape.h"

static int *slot;
int
get (void)
{
  return *slot;
}
void trusted (int *ESCAPE_NOESCAPE);

#define LEAVE(p) ESCAPE_OK ("escape-global", "meant") slot = (p)

void
nowarn_statement (void)
{
  int x = 1;
  ESCAPE_OK ("escape-global", "the caller clears it")
  slot = &x;
}

void
nowarn_in_macro (void)
{
  int x = 1;
  LEAVE (&x);
}

ESCAPE_OK_BEGIN ("escape-*", "reviewed")
void
nowarn_region (void)
{
  int x = 1;
  slot = &x;
}
ESCAPE_OK_END

void
nowarn_trusted (void)
{
  int x = 1;
  trusted (&x);
}

void
warn_plain (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}
