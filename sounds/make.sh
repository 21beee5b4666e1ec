#!/bin/sh
# Makes every prompt anew: espeak-ng speaks, sox brings it to 8000 Hz, mono, 16 bit, at one level.
# Needs Debian's espeak-ng and sox. The texts stand here and nowhere else.
set -eu
cd "$(dirname "$0")"

command -v espeak-ng >/dev/null || { echo "espeak-ng is not installed" >&2; exit 1; }
command -v sox >/dev/null || { echo "sox is not installed" >&2; exit 1; }

spoken=$(mktemp --suffix=.wav)
trap 'rm -f "$spoken"' EXIT

# say FOLDER VOICE NAME TEXT
say() {
    mkdir -p "$1"
    espeak-ng -v "$2" -s 145 -p 45 -w "$spoken" "$4"
    # A little silence in front, because a phone's first packets are often lost; telephone band; -3 dB at the highest point.
    sox -D "$spoken" -b 16 -c 1 "$1/$3.wav" gain -6 rate -h 8000 sinc 200-3600 silence 1 0.02 0.5% reverse silence 1 0.02 0.5% reverse pad 0.2 0.2 gain -n -3
}

say pt-BR pt-br welcome "Bem-vindo ao X Hand. O seu ramal está funcionando."
say pt-BR pt-br number-not-found "O número discado não existe. Por favor, verifique o número e tente novamente."
say pt-BR pt-br busy "O ramal chamado está ocupado."
say pt-BR pt-br unavailable "O ramal chamado não está disponível no momento."
say pt-BR pt-br no-answer "O ramal chamado não atende."
say pt-BR pt-br not-permitted "Esta ligação não é permitida neste ramal."
say pt-BR pt-br congestion "Todas as linhas estão ocupadas. Por favor, tente mais tarde."

say en en-us welcome "Welcome to X Hand. Your extension is working."
say en en-us number-not-found "The number you have dialled does not exist. Please check the number and try again."
say en en-us busy "The extension you have called is busy."
say en en-us unavailable "The extension you have called is not available at the moment."
say en en-us no-answer "The extension you have called does not answer."
say en en-us not-permitted "This call is not permitted from this extension."
say en en-us congestion "All lines are busy. Please try again later."

say es es-419 welcome "Bienvenido a X Hand. Su extensión está funcionando."
say es es-419 number-not-found "El número marcado no existe. Por favor, verifique el número e intente de nuevo."
say es es-419 busy "La extensión llamada está ocupada."
say es es-419 unavailable "La extensión llamada no está disponible en este momento."
say es es-419 no-answer "La extensión llamada no contesta."
say es es-419 not-permitted "Esta llamada no está permitida desde esta extensión."
say es es-419 congestion "Todas las líneas están ocupadas. Por favor, intente más tarde."
