/** The emoji at hand, by what they are of. */
const split = (text: string): readonly string[] => text.split(' ')

export const EMOJI = [
  ['emoji.faces', split(
    '😀 😃 😄 😁 😆 😅 🤣 😂 🙂 🙃 😉 😊 😇 🥰 😍 🤩 😘 😋 😛 😜 🤪 🤗 🤭 🤫 🤔 🤐 😐 ' +
    '😑 😶 😏 😒 🙄 😬 😌 😔 😪 😴 😷 🤒 🤕 🤢 🥵 🥶 😵 🤯 🤠 🥳 😎 🤓 🧐 😕 😟 🙁 😮 😯 ' +
    '😲 😳 🥺 😦 😨 😰 😥 😢 😭 😱 😖 😞 😓 😩 😫 🥱 😤 😡 😠 😈 💀 💩 🤡 👻 👽 🤖'
  )],
  ['emoji.hands', split(
    '👍 👎 👌 🤌 🤏 ✌️ 🤞 🤟 🤘 🤙 👈 👉 👆 👇 ☝️ ✋ 🤚 🖐️ 👋 👏 🙌 👐 🤲 🤝 🙏 ✍️ 💪 👀 👂 👃 🧠 👄'
  )],
  ['emoji.hearts', split(
    '❤️ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 💔 ❣️ 💕 💞 💓 💗 💖 💘 💝 💯 💢 💥 💫 💦 💨'
  )],
  ['emoji.nature', split(
    '🐶 🐱 🐭 🐹 🐰 🦊 🐻 🐼 🐨 🐯 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🐦 🦆 🦉 🐺 🐴 🦄 🐝 🦋 🐌 ' +
    '🐞 🐢 🐍 🐙 🐬 🐳 🌵 🌲 🌳 🌴 🌱 🍀 🍁 🍂 🌷 🌹 🌻 🌼 🌍 🌙 ⭐ ☀️ ⛅ 🌧️ ⛄ 🔥 🌈'
  )],
  ['emoji.food', split(
    '🍏 🍎 🍐 🍊 🍋 🍌 🍉 🍇 🍓 🫐 🍒 🍑 🥭 🍍 🥝 🍅 🥑 🥦 🌽 🥕 🥔 🍞 🧀 🥚 🍳 🥞 🍔 🍟 🍕 🌮 🥗 🍝 🍜 🍣 🍪 🎂 🍰 🍫 🍬 ☕ 🍵 🍺 🍷 🥂'
  )],
  ['emoji.things', split(
    '⚽ 🏀 🎾 🎲 🎯 🎮 🎸 🎹 🎤 🎧 🎨 🎬 📷 📱 💻 ⌨️ 💡 🔦 🔑 🔒 🔔 📚 📖 ✏️ ' +
    '📎 📌 📅 ⏰ ⌛ 💰 🎁 🎈 🎉 🚲 🚗 🚌 🚆 ✈️ 🚀 ⛵ 🏠 🏕️ ✅ ❌ ❓ ❗ ⚠️ 🏁'
  )]
] as const
