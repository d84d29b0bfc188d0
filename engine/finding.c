/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding.c - the findings of the path search, and when two of them are one.

   One cause gives one finding: the same object left by the same instruction on
   another path, or behind another pointer of the same list, is the same
   finding, with the doubts of the surest path.

   A finding is looked up by where it is, and, where its holder has no name of
   its own, by its object and rule alone; both in constant time, for functions
   that leave thousands.  */

#include "search.h"

#include <string.h>

#include "alloc.h"

static struct esc_event *
add_event (struct esc_report *r)
{
  ESC_GROW (r->events, r->cap_events, r->nevents + 1);
  struct esc_event *e = &r->events[r->nevents++];
  memset (e, 0, sizeof *e);
  return e;
}

/* Events of F: the declaration, TRACE's steps in order, and LAST.  */
static void
explain (struct esc_search *s, struct esc_finding *f, uint32_t trace,
         const struct esc_event *last)
{
  struct esc_report *r = s->w->report;
  enum
  {
    MAX_STEPS = 24
  };
  uint32_t step[MAX_STEPS], n = 0;
  for (uint32_t t = trace; t && n < MAX_STEPS; t = s->traces[t].prev)
    step[n++] = t;
  f->first_event = r->nevents;
  if (f->obj)
    {
      struct esc_event *e = add_event (r);
      const struct esc_obj *o = &s->m->objs[f->obj];
      e->why = ESC_WHY_DECLARED;
      e->loc = o->loc;
      e->fn = s->fn;
      e->obj = f->obj;
      e->name = o->name;
      for (uint32_t i = 0; i < o->nparts; i++)
        {
          const struct esc_part *p = &s->m->parts[o->parts + i];
          if (f->obj_off >= p->off && f->obj_off < p->off + p->size)
            {
              e->loc = p->loc;
              e->name = p->name;
            }
        }
    }
  while (n-- > 0)
    *add_event (r) = s->traces[step[n]].ev;
  if (last)
    *add_event (r) = *last;
  f->nevents = r->nevents - f->first_event;
}

static void
set_level (struct esc_search *s, struct esc_finding *f)
{
  unsigned fl = s->m->fns[s->fn].flags;
  if (s->shaky)
    f->doubt |= ESC_DOUBT_BUDGET;
  if ((fl & ESC_FN_MAIN) && f->rule != ESC_RULE_SCOPE)
    f->doubt |= ESC_DOUBT_MAIN;
  f->level
      = f->doubt == 0 ? ESC_DEFINITE
        : (f->doubt & (ESC_DOUBT_MAIN | ESC_DOUBT_FLOW | ESC_DOUBT_RELEASE))
            ? ESC_AUDIT
            : ESC_LIKELY;
}

/* The two ways to find F again; 0 and 1.  */
static const uint32_t *
make_key (const struct esc_finding *f, int nameless, uint32_t key[4])
{
  key[0] = f->fn;
  key[1] = f->obj;
  key[2] = (uint32_t)f->rule * 2 + (uint32_t)nameless;
  key[3] = nameless ? 0 : f->loc;
  return key;
}

/* Is F behind some pointer, so that it repeats others with its object?  */
static bool
is_nameless (const struct esc_finding *f)
{
  return f->holder != ESC_IN_RESULT && f->holder_obj == 0
         && f->rule != ESC_RULE_SCOPE && f->rule != ESC_RULE_CALL;
}

/* The finding of this function that F repeats, or NULL.  A finding that became
   another one (esc_finding_add) may still be found where it was: so look.  */
static struct esc_finding *
find_same (struct esc_search *s, const struct esc_finding *f)
{
  struct esc_finding *r = s->w->report->findings;
  uint32_t key[4];
  uint32_t here = esc_index_get (&s->w->findings, make_key (f, 0, key));
  if (here && r[here - 1].loc != f->loc)
    here = 0;
  if (!is_nameless (f))
    return here ? &r[here - 1] : NULL;
  uint32_t like = esc_index_get (&s->w->findings, make_key (f, 1, key));
  if (like && r[like - 1].holder_obj != 0)
    like = 0;
  if (like && (!here || like < here))
    here = like;
  return here ? &r[here - 1] : NULL;
}

/* Make R's finding NUMBER - 1 one to be found.  */
static void
remember (struct esc_search *s, uint32_t number)
{
  const struct esc_finding *f = &s->w->report->findings[number - 1];
  uint32_t key[4];
  esc_index_put (&s->w->findings, make_key (f, 0, key), number);
  if (f->holder_obj == 0)
    esc_index_put (&s->w->findings, make_key (f, 1, key), number);
}

void
esc_finding_add (struct esc_search *s, struct esc_finding *f, uint32_t trace,
                 const struct esc_event *last)
{
  struct esc_report *r = s->w->report;
  set_level (s, f);
  struct esc_finding *old = find_same (s, f);
  if (old && old->level <= f->level)
    return;
  explain (s, f, trace, last);
  if (!old)
    {
      ESC_GROW (r->findings, r->cap_findings, r->nfindings + 1);
      old = &r->findings[r->nfindings++];
    }
  *old = *f;
  remember (s, (uint32_t)(old - r->findings) + 1);
}
