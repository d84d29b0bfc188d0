/* Functions that another file calls, or keeps to call later.  */
//// every file
typedef void callback (void *ctx);
struct timer { callback *call; void *ctx; };
void now (callback *call, void *ctx);
void later (callback *call, void *ctx);
void each (int n, callback *call, void *ctx);
void drop_later (void);
void keep_it (void *ctx);
void print_it (void *ctx);
void add_timer (struct timer *t);
void del_timer (struct timer *t);
//// runner
static callback *saved_call;
static void *saved_ctx;
static struct timer *timers;
void now (callback *call, void *ctx) { call (ctx); }
void later (callback *call, void *ctx) { saved_call = call; saved_ctx = ctx; }
void each (int n, callback *call, void *ctx) { for (int i = 0; i < n; i++) call (ctx); }
void drop_later (void) { saved_call = 0; saved_ctx = 0; }
void run (void) { if (saved_call) saved_call (saved_ctx); else timers->call (timers->ctx); }
void add_timer (struct timer *t) { timers = t; }
void del_timer (struct timer *t) { if (timers == t) timers = 0; }
//// actions
void *kept_ctx;
static int sum;
void keep_it (void *ctx) { kept_ctx = ctx; }
void print_it (void *ctx) { sum += *(int *) ctx; }
//// user
void warn_later (void) { int x = 0; later (print_it, &x); }
void nowarn_now (void) { int x = 0; now (print_it, &x); }
void warn_now_keeps (void) { int x = 0; now (keep_it, &x); }
void nowarn_later_dropped (void) { int x = 0; later (print_it, &x); drop_later (); }
void warn_each_keeps (void) { int x = 0; each (2, keep_it, &x); }
void nowarn_each (void) { int x = 0; each (2, print_it, &x); }
void warn_timer (void) { int x = 0; struct timer t = { print_it, &x }; add_timer (&t); }
void nowarn_timer (void) { int x = 0; struct timer t = { print_it, &x }; add_timer (&t); del_timer (&t); }
