"""A chat of python-socketio, with the events of its own example: python3 python_socketio.py"""
import asyncio
import json
import signal

import socketio
from aiohttp import web

sio = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")
counts = {"messages": 0, "copies": 0, "refused": 0}


@sio.event
async def connect(sid, environ, auth=None):
    await sio.emit("my_response", {"data": "Connected"}, room=sid)


@sio.event
async def join(sid, message):
    sio.enter_room(sid, message["room"])
    await sio.emit("my_response", {"data": "Entered room: " + message["room"]}, room=sid)


@sio.event
async def my_room_event(sid, message):
    counts["messages"] += 1
    counts["copies"] += len(list(sio.manager.get_participants("/", message["room"])))
    await sio.emit("my_response", {"data": message["data"]}, room=message["room"])


async def listen():
    app = web.Application()
    sio.attach(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print("http://127.0.0.1:%d" % site._server.sockets[0].getsockname()[1], flush=True)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.add_signal_handler(signal.SIGTERM, loop.stop)
loop.run_until_complete(listen())
loop.run_forever()
print(json.dumps(counts), flush=True)
