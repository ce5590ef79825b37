/*
 * What one core of this machine can do as a chat client: a single-threaded epoll WebSocket client that sends prepared frames,
 * finds the message's number in the bytes that come back, and does nothing else.
 *
 *   gcc -O2 -o blast blast.c
 *   ./blast --port 9100 --conns 100 --burst 10 --fan 10 --secs 4 --stat sink.stat --pid <sink's pid>
 *
 *   --burst B   messages to one connection in one write
 *   --fan F     copies that each message makes: 0 send only, 1 one, n a room of n
 *   --window W  copies under way at most
 *   --rate R    messages a second instead of as many as possible
 *   --exact 0|1 with a rate: sleep until the instant of the next message, and not a millisecond at a time
 *   --mask 0|1  a masking key of zeros, or one of its own for each frame
 *   --warm S    seconds before measuring
 *   --secs S    seconds to measure; 0 only opens the connections
 *   --scan 0|1, --send 0|1   find the number in what is received; send at all
 *
 * Prints messages a second and CPU seconds per million as JSON.
 */
#include "common.h"
#include <sys/timerfd.h>
typedef struct { int fd; int room; uint8_t *left; size_t ln, loff; uint8_t*part; size_t plen,pcap; int stage; uint32_t idx; uint8_t *tmpl; } conn;
static conn *c; static int ep; static uint64_t rx, rxbytes, tx, toksum, wr, rd; static int scan=1;
static const char*PRE="42[\"send_message\",{\"roomId\":\"r%02d\",\"content\":\"\xF0\x9F\x8E\x89 Happy New Year! Wishing you joy and prosperity! \xF0\x9F\x8E\x8A #%012d:1234567890\"}]";
static int rate_ms;
static void oom(const char*s){ perror(s); exit(1); }
static size_t mkframe(uint8_t*o,const char*t,size_t n,uint32_t m){ int h=2; o[0]=0x81; if(n<126) o[1]=0x80|n; else { o[1]=0x80|126; o[2]=n>>8; o[3]=n; h=4; } memcpy(o+h,&m,4); xorcpy(o+h+4,(const uint8_t*)t,n,m,0); return h+4+n; }
#define RB (256*1024)
static uint8_t *rbuf; static int nconn=100,opened,acked,joined; static char room_[64];
static double scheddelay(void){ FILE*f=fopen("/proc/self/schedstat","r"); unsigned long long a=0,b=0; if(f){ if(fscanf(f,"%llu %llu",&a,&b)!=2) b=0; fclose(f);} return b/1e9; }
static double schedcpu(int pid){ char p[64]; sprintf(p,"/proc/%d/schedstat",pid); FILE*f=fopen(p,"r"); unsigned long long a=0; if(f){ if(fscanf(f,"%llu",&a)!=1) a=0; fclose(f);} return a/1e9; }
static void sendtxt(conn*x,const char*t){ uint8_t b[512]; size_t n=mkframe(b,t,strlen(t),0x11223344); if(send(x->fd,b,n,MSG_NOSIGNAL)!=(ssize_t)n) oom("send"); }
static void on_frame(conn*x,uint8_t*p,size_t n){
  if(p[0]=='4' && p[1]=='2'){ rx++; if(scan){ // token: last '#' from the end
      long k=(long)n-1; while(k>=0 && p[k]!='#') k--; uint64_t v=0; if(k>=0){ const uint8_t*q=p+k+1; for(int i=0;i<12;i++) v=v*10+(q[i]-'0'); } toksum+=v; }
    return; }
  if(p[0]=='0'){ opened++; sendtxt(x,"40"); return; }
  if(p[0]=='4' && p[1]=='0'){ acked++; char t[64]; sprintf(t,"42[\"join_room\",{\"roomId\":\"r%02d\"}]",x->room); sendtxt(x,t); x->stage=2; return; }
  if(p[0]=='2'){ sendtxt(x,"3"); return; }
}
static void do_read(conn*x){ for(;;){ if(x->plen) memcpy(rbuf,x->part,x->plen); size_t cap=RB-x->plen; ssize_t k=recv(x->fd,rbuf+x->plen,cap,MSG_DONTWAIT); rd++; if(k<=0){ if(k==0||errno!=EAGAIN){ fprintf(stderr,"closed\n"); exit(1);} return; }
    rxbytes+=k; size_t n=x->plen+k,o=0; if(x->stage==0){ uint8_t*e=memmem(rbuf,n,"\r\n\r\n",4); if(!e) { goto keep; } if(memcmp(rbuf,"HTTP/1.1 101",12)) { fprintf(stderr,"bad handshake\n"); exit(1);} o=e+4-rbuf; x->stage=1; }
    while(n-o>=2){ size_t l=rbuf[o+1]&127,h=2; if(l==126){ if(n-o<4) break; l=rbuf[o+2]<<8|rbuf[o+3]; h=4; } else if(l==127) exit(2); if(n-o<h+l) break; if((rbuf[o]&15)==1) on_frame(x,rbuf+o+h,l); o+=h+l; }
    keep:; size_t left=n-o; if(left){ if(left>x->pcap){ x->pcap=left*2<512?512:left*2; x->part=realloc(x->part,x->pcap);} memcpy(x->part,rbuf+o,left);} x->plen=left; if((size_t)k<cap) return; } }
static void odo(uint8_t*p,int n){ for(int i=n-1;i>=0;i--){ if(p[i]<'9'){ p[i]++; return; } p[i]='0'; } }
int main(int ac,char**av){ int exact=0,timer=-1; int port=9100,burst=10,mask=0,fan=0,pid=0,window=50000,dosend=1; double secs=4,warm=1; const char*sf=0; uint64_t rate=0;
  for(int i=1;i+1<ac;i+=2){ char*a=av[i],*v=av[i+1]; 
    if(!strcmp(a,"--port")) port=atoi(v); else if(!strcmp(a,"--conns")) nconn=atoi(v); else if(!strcmp(a,"--burst")) burst=atoi(v); else if(!strcmp(a,"--secs")) secs=atof(v); else if(!strcmp(a,"--warm")) warm=atof(v); else if(!strcmp(a,"--mask")) mask=atoi(v); else if(!strcmp(a,"--fan")) fan=atoi(v); else if(!strcmp(a,"--window")) window=atoi(v); else if(!strcmp(a,"--stat")) sf=v; else if(!strcmp(a,"--pid")) pid=atoi(v); else if(!strcmp(a,"--scan")) scan=atoi(v); else if(!strcmp(a,"--send")) dosend=atoi(v); else if(!strcmp(a,"--rate")) rate=atoll(v); else if(!strcmp(a,"--exact")) exact=atoi(v); }
  signal(SIGPIPE,SIG_IGN); rbuf=aligned_alloc(4096,RB+4096); c=calloc(nconn,sizeof*c); ep=epoll_create1(0); stats_t*S=0; if(sf){ int fd=open(sf,O_RDONLY); S=mmap(0,4096,PROT_READ,MAP_SHARED,fd,0); }
  int one=1; uint64_t tc0=now_ns(); struct sockaddr_in ad={.sin_family=AF_INET,.sin_port=htons(port),.sin_addr.s_addr=htonl(INADDR_LOOPBACK)};
  struct epoll_event ev[1024]; int started=0; double u0,s0; cpu_now(&u0,&s0);
  const char*fmt="GET /socket.io/?EIO=4&transport=websocket&username=user%d HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"; char req[300];
  int lim=200; while(acked<nconn){ while(started<nconn && started-acked<lim){ conn*x=&c[started]; x->idx=started; x->room=10+(fan>1? started/fan : started%90); if(x->room>99) x->room=10+x->room%90; x->fd=socket(AF_INET,SOCK_STREAM,0); setsockopt(x->fd,IPPROTO_TCP,TCP_NODELAY,&one,4); if(connect(x->fd,(void*)&ad,sizeof ad)) oom("connect"); fcntl(x->fd,F_SETFL,O_NONBLOCK); sprintf(req,fmt,x->idx); if(send(x->fd,req,strlen(req),0)<0) oom("req"); struct epoll_event e={.events=EPOLLIN|EPOLLET,.data.ptr=x}; epoll_ctl(ep,EPOLL_CTL_ADD,x->fd,&e); started++; }
    int n=epoll_wait(ep,ev,1024,100); for(int i=0;i<n;i++) do_read(ev[i].data.ptr); }
  double u1,s1; cpu_now(&u1,&s1); double tconn=(now_ns()-tc0)/1e9;
  long rss=0; { FILE*f=fopen("/proc/self/statm","r"); long a; if(fscanf(f,"%ld %ld",&a,&rss)!=2) rss=0; fclose(f);} 
  if(secs<=0){ printf("{\"tech\":\"C\",\"conns\":%d,\"open_s\":%.3f,\"conns_per_s\":%.0f,\"cpu_us_per_conn\":%.1f,\"rss_kib\":%ld}\n",nconn,tconn,nconn/tconn,(u1+s1-u0-s0)*1e6/nconn,rss*4); return 0; }
  // template: burst frames for a connection
  char t[300]; int tn=sprintf(t,PRE,10,1); uint8_t fr[400]; uint32_t m=mask?0x5a17c3e9:0; size_t fl=mkframe(fr,t,tn,0); int hl=fl-tn; size_t tokoff=0; for(size_t i=0;i<fl;i++) if(fr[i]=='#') tokoff=i+1; 
  size_t scl=fl*burst; uint8_t*sc=malloc(scl); uint8_t*plain=malloc(scl); for(int i=0;i<burst;i++) memcpy(plain+i*fl,fr,fl);
  char ctr[13]="000000000000";
  if(rate && exact){ timer=timerfd_create(CLOCK_MONOTONIC,TFD_NONBLOCK); struct epoll_event e={.events=EPOLLIN,.data.ptr=0}; if(timer<0 || epoll_ctl(ep,EPOLL_CTL_ADD,timer,&e)) oom("timer"); }
  uint64_t T0=now_ns(),tw=T0+(uint64_t)(warm*1e9),te=0; uint64_t tx0=0,rx0=0,wr0=0,rd0=0,srx0=0; double cu=0,cs=0,sc0=0; uint64_t tm0=0; int measuring=0; uint64_t due=0; uint64_t idle=0; int rr=0; double dl0=0;
  for(;;){ uint64_t tn_=now_ns(); if(!measuring && tn_>=tw){ measuring=1; tm0=tn_; te=tn_+(uint64_t)(secs*1e9); tx0=tx; rx0=rx; wr0=wr; rd0=rd; srx0=S?S->recv_msgs:0; cpu_now(&cu,&cs); sc0=pid?schedcpu(pid):0; dl0=scheddelay(); }
    if(measuring && tn_>=te) break;
    int did=0; uint64_t mult=fan?fan:0; if(rate) due=(uint64_t)((tn_-T0)*1e-9*rate);
    if(dosend) for(int q=0;q<nconn;q++){ if(mult && (int64_t)(tx*mult-rx)>window) break; if(rate && tx+burst>due) break; conn*x=&c[rr]; if(++rr>=nconn) rr=0;
      if(x->ln){ ssize_t w=send(x->fd,x->left+x->loff,x->ln,MSG_NOSIGNAL|MSG_DONTWAIT); wr++; if(w<0) continue; x->loff+=w; x->ln-=w; if(x->ln) continue; did=1; }
      // build burst: patch token (and room) in every frame, then mask
      for(int i=0;i<burst;i++){ uint8_t*p=plain+i*fl; odo((uint8_t*)ctr,12); memcpy(p+tokoff,ctr,12); uint8_t*rp=p+hl+30; rp[0]='0'+x->room/10; rp[1]='0'+x->room%10; 
        if(m){ uint8_t*o=sc+i*fl; memcpy(o,p,hl-4); memcpy(o+hl-4,&m,4); m=m*1664525u+1013904223u; memcpy(o+hl-4,&m,4); xorcpy(o+hl,p+hl,fl-hl,m,0); } }
      uint8_t*src=m?sc:plain; ssize_t w=send(x->fd,src,scl,MSG_NOSIGNAL|MSG_DONTWAIT); wr++; if(w<0) { if(errno!=EAGAIN) oom("send"); w=0; } tx+=burst; did=1;
      if((size_t)w<scl){ if(!x->left) x->left=malloc(scl); memcpy(x->left,src+w,scl-w); x->loff=0; x->ln=scl-w; } }
    if(timer>=0){ uint64_t at=T0+(uint64_t)((tx+burst)*1e9/rate)+1000; struct itimerspec it={.it_value={at/1000000000ull,at%1000000000ull}}; if(timerfd_settime(timer,TFD_TIMER_ABSTIME,&it,0)) oom("timer"); }
    int n=epoll_wait(ep,ev,1024,timer>=0?100:(did)?0:1); if(!did && n==0) idle++;
    for(int i=0;i<n;i++) if(ev[i].data.ptr) do_read(ev[i].data.ptr); else { uint64_t x; if(read(timer,&x,8)<0 && errno!=EAGAIN) oom("timer"); } }
  double eu,es; cpu_now(&eu,&es); double w=(now_ns()-tm0)/1e9; double scp=pid?schedcpu(pid)-sc0:0; uint64_t dtx=tx-tx0,drx=rx-rx0; uint64_t dsrx=S?S->recv_msgs-srx0:dtx;
  double cpu=eu-cu+es-cs; printf("{\"tech\":\"C-blast\",\"mask\":%d,\"scan\":%d,\"burst\":%d,\"fan\":%d,\"conns\":%d,\"tx_s\":%.0f,\"sink_rx_s\":%.0f,\"rx_s\":%.0f,\"cpu_util\":%.3f,\"user\":%.3f,\"sys\":%.3f,\"cpu_per_M_tx\":%.3f,\"cpu_per_M_rx\":%.3f,\"sink_util\":%.3f,\"msgs_per_read\":%.1f,\"delay\":%.3f,\"frame\":%zu,\"idle\":%lu}\n",mask,scan,burst,fan,nconn,dtx/w,dsrx/w,drx/w,cpu/w,eu-cu,es-cs,dtx?cpu*1e6/dtx:0,drx?cpu*1e6/drx:0,scp/w,rd-rd0?(double)drx/(rd-rd0):0,(scheddelay()-dl0)/w,fl,idle); return 0; }
