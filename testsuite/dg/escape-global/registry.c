/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array with a counter, from which an element is taken by its key: by
   clearing it, by moving the last one into its place, by closing the gap.  */

struct source
{
  int fd;
  void *context;
};
static struct source sources[16];
static int used;
void work (void);
int input (void);

void *
context_of (int fd)
{
  for (int i = 0; i < used; i++)
    if (sources[i].fd == fd)
      return sources[i].context;
  return 0;
}

static __attribute__ ((noinline)) int
add (int fd, void *context)
{
  if (used == 16)
    return -1;
  sources[used].fd = fd;
  sources[used].context = context;
  used++;
  return 0;
}

static __attribute__ ((noinline)) void
take_last (int fd)
{
  for (int i = 0; i < used; i++)
    if (sources[i].fd == fd)
      {
        sources[i] = sources[--used];
        return;
      }
}

static __attribute__ ((noinline)) void
clear (int fd)
{
  for (int i = 0; i < used; i++)
    if (sources[i].fd == fd)
      {
        sources[i].context = 0;
        return;
      }
}

int
nowarn_last_moved (int fd)
{
  int x = 1;
  if (add (fd, &x) < 0)
    return -1;
  work ();
  take_last (fd);
  return x;
}

int
nowarn_cleared (int fd)
{
  int x = 1;
  if (add (fd, &x) < 0)
    return -1;
  work ();
  clear (fd);
  return x;
}

int
nowarn_by_hand (int fd)
{
  int x = 1;
  if (used == 16)
    return -1;
  sources[used].fd = fd;
  sources[used].context = &x;
  used++;
  work ();
  for (int i = 0; i < used; i++)
    if (sources[i].fd == fd)
      {
        used--;
        for (; i < used; i++)
          sources[i] = sources[i + 1];
        return 1;
      }
  return x;
}

int
warn_not_taken (int fd)
{
  int x = 1;
  if (add (fd, &x) < 0) /* { dg-warning {'x' is kept by 'add'.*\[escape-call\]} } */
    return -1;
  work ();
  return x;
}

int
warn_early_return (int fd)
{
  int x = 1;
  if (add (fd, &x) < 0) /* { dg-warning {'x' is kept by 'add'.*\[escape-call\]} } */
    return -1;
  if (input ())
    return -2;
  take_last (fd);
  return x;
}
