/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of callbacks that live in the frame themselves, or whose context is
   not a local.  */

typedef void (*cb_t) (void *, int);
struct sax
{
  cb_t start, end;
  void *ctx;
};
struct parser
{
  const struct sax *sax;
  void *user;
};
static const struct sax *current;
void parse (const char *, const struct sax *);
void run (void);
int
have (void)
{
  return current != 0;
}

static void
start (void *p, int n)
{
  *(int *)p += n;
}
static void
drive (const struct sax *s, int n)
{
  s->start (s->ctx, n);
  if (s->end)
    s->end (s->ctx, n);
}

int
nowarn_driven (int n)
{
  int depth = 0;
  struct sax s = { start, 0, &depth };
  drive (&s, n);
  return depth;
}

int
nowarn_handed_to_unknown (const char *text)
{
  int depth = 0;
  struct sax s = { .start = start, .ctx = &depth };
  parse (text, &s);
  return depth;
}

void
nowarn_callers_context (int *depth)
{
  static struct sax s;
  s.start = start;
  s.ctx = depth;
  current = &s;
}

void
warn_installed (int n)
{
  int depth = 0;
  struct sax s = { start, 0, &depth };
  current = &s; /* { dg-warning {'s'.*\[escape-(closure|global)\]} } */
  drive (current, n);
}

void
warn_parser (struct parser *p)
{
  int depth = 0;
  struct sax s = { start, 0, &depth };
  p->sax = &s; /* { dg-warning {'s'.*\[escape-(closure|param)\]} } */
  run ();
}
