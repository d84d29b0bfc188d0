/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A malformed pragma is a warning and suppresses nothing.  */
/* clang-format off */

static int *slot;
int
get (void)
{
  return *slot;
}

void
warn_no_reason (void)
{
  int x = 1;
#pragma escape ok "escape-global" /* { dg-warning {needs a reason} } */
  slot = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}

void
warn_unknown_rule (void)
{
  int x = 1;
#pragma escape ok "escape-globl" "why" /* { dg-warning {pragma escape ok.*escape-global} } */
  slot = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}

void
warn_unknown_word (void)
{
  int x = 1;
#pragma escape allow "escape-global" "why" /* { dg-warning {pragma escape allow} } */
  slot = &x; /* { dg-warning {'x'.*\[escape-global\]} } */
}

#pragma escape pop /* { dg-warning {pop.* without} } */

void
nowarn_value (void)
{
  int x = 1;
  *slot = x;
}
