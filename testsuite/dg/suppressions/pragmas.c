/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings that are meant: regions, statements, functions.  */
/* clang-format off */

static int *slot;
static int *other;
void work (void);
int
get (void)
{
  return *slot + *other;
}

void
warn_not_suppressed (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
}

void
nowarn_statement (void)
{
  int x = 1;
#pragma escape ok "escape-global" "the caller clears it"
  slot = &x;
  work ();
}

void
warn_next_statement_only (void)
{
  int x = 1;
#pragma escape ok "escape-global" "the caller clears it"
  slot = &x;
  other = &x; /* { dg-warning {'x' is left in 'other'.*\[escape-global\]} } */
}

#pragma escape ok "escape-*" "called by main only"
void
nowarn_function (void)
{
  int x = 1;
  slot = &x;
  other = &x;
}

#pragma escape push
#pragma escape ignored "escape-global,escape-return" "legacy"
void
nowarn_region (void)
{
  int x = 1;
  slot = &x;
}

int *
nowarn_region_return (void)
{
  int x = 1, *p = &x;
  return p;
}
#pragma escape pop

void
warn_after_region (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
}

void
warn_other_rule (void)
{
  int x = 1;
#pragma escape ok "escape-return" "no return here" /* { dg-warning {'escape-return' suppresses nothing.*\[unused-suppression\]} } */
  slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
}
