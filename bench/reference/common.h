// Shared by sink.c and blast.c: clocks, the counters, the handshake's digest, masking.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>

static inline uint64_t now_ns(void){ struct timespec t; clock_gettime(CLOCK_MONOTONIC,&t); return (uint64_t)t.tv_sec*1000000000ull+t.tv_nsec; }
static inline void cpu_now(double*u,double*s){ struct rusage r; getrusage(RUSAGE_SELF,&r); *u=r.ru_utime.tv_sec+r.ru_utime.tv_usec/1e6; *s=r.ru_stime.tv_sec+r.ru_stime.tv_usec/1e6; }

// statistics page, shared with the measuring client through a file
typedef struct { uint64_t recv_msgs, recv_bytes, sent_msgs, sent_bytes, conns, opens, joins, rounds, reads, writes, throttled, connects, pongs; } stats_t;

// ---- sha1 + base64 (handshake only)
static uint32_t rol(uint32_t v,int n){return (v<<n)|(v>>(32-n));}
static void sha1(const uint8_t*d,size_t n,uint8_t out[20]){
  uint32_t h[5]={0x67452301,0xEFCDAB89,0x98BADCFE,0x10325476,0xC3D2E1F0};
  size_t tot=((n+8)/64+1)*64; uint8_t buf[256]; memset(buf,0,sizeof buf); memcpy(buf,d,n); buf[n]=0x80;
  uint64_t bits=n*8; for(int i=0;i<8;i++) buf[tot-1-i]=bits>>(8*i);
  for(size_t o=0;o<tot;o+=64){ uint32_t w[80];
    for(int i=0;i<16;i++) w[i]=(uint32_t)buf[o+i*4]<<24|buf[o+i*4+1]<<16|buf[o+i*4+2]<<8|buf[o+i*4+3];
    for(int i=16;i<80;i++) w[i]=rol(w[i-3]^w[i-8]^w[i-14]^w[i-16],1);
    uint32_t a=h[0],b=h[1],c=h[2],dd=h[3],e=h[4];
    for(int i=0;i<80;i++){ uint32_t f,k; if(i<20){f=(b&c)|(~b&dd);k=0x5A827999;} else if(i<40){f=b^c^dd;k=0x6ED9EBA1;} else if(i<60){f=(b&c)|(b&dd)|(c&dd);k=0x8F1BBCDC;} else {f=b^c^dd;k=0xCA62C1D6;}
      uint32_t t=rol(a,5)+f+e+k+w[i]; e=dd; dd=c; c=rol(b,30); b=a; a=t; }
    h[0]+=a;h[1]+=b;h[2]+=c;h[3]+=dd;h[4]+=e; }
  for(int i=0;i<5;i++){out[i*4]=h[i]>>24;out[i*4+1]=h[i]>>16;out[i*4+2]=h[i]>>8;out[i*4+3]=h[i];}
}
static void b64(const uint8_t*d,int n,char*o){ static const char*T="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; int i=0;
  for(;i+2<n;i+=3){*o++=T[d[i]>>2];*o++=T[(d[i]&3)<<4|d[i+1]>>4];*o++=T[(d[i+1]&15)<<2|d[i+2]>>6];*o++=T[d[i+2]&63];}
  if(n-i==1){*o++=T[d[i]>>2];*o++=T[(d[i]&3)<<4];*o++='=';*o++='=';} else if(n-i==2){*o++=T[d[i]>>2];*o++=T[(d[i]&3)<<4|d[i+1]>>4];*o++=T[(d[i+1]&15)<<2];*o++='=';} *o=0; }

// dst = src ^ mask (mask phase p), n bytes. May overrun neither.
static inline void xorcpy(uint8_t*dst,const uint8_t*src,size_t n,uint32_t m,int p){
  if(m==0){ memcpy(dst,src,n); return; }
  uint32_t mm = p? (m>>(8*p))|(m<<(32-8*p)) : m; uint64_t k=(uint64_t)mm|((uint64_t)mm<<32); size_t i=0;
  for(;i+8<=n;i+=8){ uint64_t v; memcpy(&v,src+i,8); v^=k; memcpy(dst+i,&v,8);} 
  for(;i<n;i++) dst[i]=src[i]^((uint8_t*)&mm)[i&3];
}
