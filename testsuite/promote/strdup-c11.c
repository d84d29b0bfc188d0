/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heap: 0 */
/* flags: -std=c11 */
/* C11 has no strdup: GCC takes it for any function, declared as it is.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char *strdup (const char *);

int
main (int argc, char **argv)
{
  char *p = strdup (argc > 5 ? argv[1] : "a name");
  if (!p)
    return 1;
  p[0] = 'A';
  puts (p);
  free (p);
  return 0;
}
