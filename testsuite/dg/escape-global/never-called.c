/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A static function that nothing can call leaves nothing behind; one whose
   address is taken can be called.  */

static int *slot;
int
get (void)
{
  return slot ? *slot : 0;
}

__attribute__ ((unused)) static void
nowarn_never_called (void)
{
  int x = 1;
  slot = &x;
}

static void
warn_in_table (void)
{
  int x = 1;
  slot = &x; /* { dg-warning {'x' is left in 'slot'.*\[escape-global\]} } */
}

void (*const table[]) (void) = { warn_in_table };
