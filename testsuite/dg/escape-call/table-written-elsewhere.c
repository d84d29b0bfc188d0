/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of functions that are no constants because another member changes:
   the functions are still those of the initialiser, unless something stores to
   that member.  */

struct module
{
  const char *name;
  int (*init) (void **self, void *host);
  void (*stop) (void *self);
  void *self;
};

struct driver
{
  int (*probe) (void **self, void *host);
  void *self;
};

static int
keep (void **self, void *host)
{
  *self = host;
  return 0;
}

static int
ignore (void **self, void *host)
{
  *self = 0;
  return host != 0;
}

static void
stop (void *self)
{
  (void)self;
}

static struct module modules[]
    = { { "keep", keep, stop, 0 }, { "ignore", ignore, stop, 0 } };
static struct driver driver = { ignore, 0 };

int
warn_keep (void)
{
  char host[32] = "h";
  return modules[0].init (&modules[0].self, host); /* { dg-warning {'host'} } */
}

int
nowarn_ignore (void)
{
  char host[32] = "h";
  return modules[1].init (&modules[1].self, host);
}

int
nowarn_cleared (void)
{
  char host[32] = "h";
  int r = modules[0].init (&modules[0].self, host);
  modules[0].stop (modules[0].self);
  modules[0].self = 0;
  return r;
}

void
set_probe (int (*probe) (void **, void *))
{
  driver.probe = probe;
}

int
nowarn_member_changes (void)
{
  char host[32] = "h";
  return driver.probe (&driver.self, host);
}
