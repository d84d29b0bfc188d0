/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream keeps its buffer until it is closed or given another one.  */

#include <stdio.h>

int write_all (FILE *);

void
warn_callers_stream (FILE *f)
{
  char buf[BUFSIZ];
  setvbuf (f, buf, _IOFBF, sizeof buf); /* { dg-warning {'buf'.*\[escape-call\]} } */
  fputs ("x", f);
  fflush (f);
}

void
warn_stdout (void)
{
  char buf[BUFSIZ];
  setbuf (stdout, buf); /* { dg-warning {'buf'.*\[escape-call\]} } */
  puts ("x");
}

int
warn_not_closed_on_error (const char *name)
{
  char buf[BUFSIZ];
  FILE *f = fopen (name, "w");
  if (!f)
    return -1;
  setvbuf (f, buf, _IOFBF, sizeof buf); /* { dg-warning {'buf'.*\[escape-call\]} } */
  if (write_all (f) < 0)
    return -1;
  return fclose (f);
}

FILE *
warn_memory_stream (void)
{
  char text[64] = "1 2 3";
  return fmemopen (text, sizeof text, "r"); /* { dg-warning {'text'.*\[escape-(call|heap|return)\]} } */
}

int
nowarn_closed (const char *name)
{
  char buf[BUFSIZ];
  FILE *f = fopen (name, "w");
  if (!f)
    return -1;
  setvbuf (f, buf, _IOFBF, sizeof buf);
  if (write_all (f) < 0)
    {
      fclose (f);
      return -1;
    }
  return fclose (f);
}

void
nowarn_buffer_replaced (void)
{
  char buf[BUFSIZ];
  setbuf (stdout, buf);
  puts ("x");
  setbuf (stdout, 0);
}

void
nowarn_static_buffer (void)
{
  static char buf[BUFSIZ];
  setvbuf (stdout, buf, _IOLBF, sizeof buf);
}

void
nowarn_no_buffer (FILE *f)
{
  char line[80];
  setvbuf (f, 0, _IONBF, 0);
  if (fgets (line, sizeof line, f))
    puts (line);
}

int
nowarn_memory_stream_closed (void)
{
  char text[64] = "1 2 3";
  int n = 0;
  FILE *f = fmemopen (text, sizeof text, "r");
  if (!f)
    return -1;
  if (fscanf (f, "%d", &n) != 1)
    n = -1;
  fclose (f);
  return n;
}

static int
close_it (FILE *f)
{
  return fclose (f);
}
int
nowarn_closed_by_helper (const char *name)
{
  char buf[BUFSIZ];
  FILE *f = fopen (name, "w");
  if (!f)
    return -1;
  setvbuf (f, buf, _IOFBF, sizeof buf);
  return close_it (f);
}
