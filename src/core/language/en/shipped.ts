/** Descriptions of the profiles and dialects in scenarios/, by the words that they have there. */
export const SHIPPED = {
  'shipped.profile.load': 'A tenth of the time rising to the rate, then held',
  'shipped.profile.new-year':
    'An evening that rises, five times the rate just before and just after midnight, and a night that falls',
  'shipped.profile.soak': 'Seven tenths of the rate, held; give it a long duration',
  'shipped.profile.spike':
    'Ten times the rate for a tenth of the time: how bad does it get, and how long does it take to recover?',
  'shipped.profile.steps': 'Five equally long steps up to the rate',
  'shipped.profile.stress': 'Stairs from half of the rate to twice the rate: where does it bend?',
  'shipped.dialect.feathers':
    'Feathers; users sign up by email, sockets log in by their token, everybody who has logged in hears everything',
  'shipped.dialect.minitalk-username':
    "Older MiniTalk; sockets carry the user's name, nobody logs in, rooms come into being when they are joined",
  'shipped.dialect.minitalk': 'MiniTalk; users register and log in, sockets carry the token',
  'shipped.dialect.nestjs':
    'NestJS gateway on Socket.IO; join and message handlers that answer by what they return, refusals as exception',
  'shipped.dialect.python-socketio': 'python-socketio with the events of its example application; rooms, no accounts',
  'shipped.dialect.sails': 'Sails; requests to actions over the socket, which broadcast to a room',
  'shipped.dialect.socketio-chat':
    'The chat example of the Socket.IO project; no HTTP, no rooms, everybody but the sender hears everything',
} as const;
