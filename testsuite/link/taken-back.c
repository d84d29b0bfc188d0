/* Who takes back what another file kept?  */
//// every file
struct handler { struct handler *outer; int code; };
extern struct handler *top;
extern int *current;
void enter (struct handler *h);
void leave (void);
void leave_to (struct handler *h);
void set_current (int *p);
void reset_current (void);
void maybe_reset (int really);
void do_nothing (void);
int *swap_current (int *p);
void restore_current (int *old);
//// state
struct handler *top;
int *current;
void enter (struct handler *h) { h->outer = top; top = h; }
void leave (void) { top = top->outer; }
void leave_to (struct handler *h) { top = h->outer; }
void set_current (int *p) { current = p; }
int *swap_current (int *p) { int *old = current; current = p; return old; }
//// resets
static int calls;
void reset_current (void) { current = 0; }
void maybe_reset (int really) { if (really) reset_current (); }
void do_nothing (void) { calls++; }
void restore_current (int *old) { current = old; }
//// user
void warn_enter (void) { struct handler h = { 0, 1 }; enter (&h); }
void nowarn_enter_leave (void) { struct handler h = { 0, 1 }; enter (&h); leave (); }
void nowarn_enter_leave_to (void) { struct handler h = { 0, 1 }; enter (&h); leave_to (&h); }
void warn_set_current (void) { int x = 0; set_current (&x); do_nothing (); }
void nowarn_reset_current (void) { int x = 0; set_current (&x); reset_current (); }
void nowarn_maybe_reset (void) { int x = 0; set_current (&x); maybe_reset (1); }
void warn_maybe_reset (void) { int x = 0; set_current (&x); maybe_reset (0); }
void warn_one_way (int c) { int x = 0; set_current (&x); if (c) return; reset_current (); }
void nowarn_both_ways (int c) { int x = 0; set_current (&x); if (c) { reset_current (); return; } set_current (0); }
void warn_swap (void) { int x = 0; swap_current (&x); }
void nowarn_swap (void) { int x = 0; int *old = swap_current (&x); restore_current (old); }
