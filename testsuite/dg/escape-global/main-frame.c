/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main's own locals live as long as the program, as far as anybody can
   tell.  */

struct config
{
  int verbose;
};
struct config *config;
const char **words;
void run (void);
static void
warn_static_called_by_main (void)
{
  struct config c = { 1 };
  config = &c; /* { dg-warning {'c' is left in 'config'.*\[escape-global\]} } */
  run ();
}

void
warn_called_by_main (void)
{
  struct config c = { 2 };
  config = &c; /* { dg-warning {'c' is left in 'config'.*\[escape-global\]} } */
}

int
main (int argc, char **argv)
{
  struct config c = { argc };
  const char *list[3] = { argv[0], "x", 0 };
  config = &c;
  words = list;
  run ();
  warn_static_called_by_main ();
  warn_called_by_main ();
  return 0;
}
