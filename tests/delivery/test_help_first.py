"""Does what somebody types ask for help now? As people type it, slips and all."""

from __future__ import annotations

import pytest

from delivery.help_first import help_first, why

NOW = """
i want to die
i wanna die
kms
want to kill myself
i dont want to be here anymore
I don't want to live any more
thinking about suiside
suicidal thoughts
end my life
there's no point living
i wish i was dead
cant do this anymore
took too many pills
my mate overdosed
od'd on ket
my friend wants to kill herself
im cutting myself again
cut my wrists
self harm
how to stop self-harming
i hurt myself
my dad hits me
he hits my mum
stepdad beats us
mum's bf is hurting me
dad just hit me
being beaten up right now
i got stabbed
i was raped
he keeps touching me
sexually assaulted
my uncle touched me
she wont wake up
my friend is not breathing
he is bleeding
someone is threatening me
they are threatning my family
he's gonna kill me
they said they will stab me
somebody threatens to share my pictures
he says he will post my nudes
blackmailing me for money
blakmailed
sextortion
someone is following me
they are outside my house
he has a knife
he wont let me leave
they locked me in
forced to marry
i ran away
i wanna run away
running away tonight
got kicked out
mum threw me out
nowhere to sleep tonight
no where to go
im homeless
i need to get out of my house
help
help me
help me please
i need help now
call an ambulance
not safe at home
i dont feel safe
im in danger
im scared of my dad
scared to go home
dw i eisiau marw
dwi isio marw
lladd fy hun
hunanladdiad
hunan-niweidio
torri fy hun
mae dad yn fy mrifo
mae rhywun yn fy mygwth
mae e'n bygwth rhannu fy lluniau
rhedeg i ffwrdd
dim lle i gysgu heno
digartref
helpa fi
ddim yn ddiogel
ddim yn saff adra
mewn perygl
I WANT TO DIE!!!
i want... to die
ï wänt tö dïe
""".strip().splitlines()

NOT_NOW = """
how can i help my friend
how do i help someone being bullied
help with homework
can you help people with jobs
what is consent
what is county lines
is vaping bad for you
stop and search rights
can police search me
what happens if i tell someone
easy money bank account
is this job a scam
kill time
my phone died
dead battery
the show was killing it
cutting hair at home
cut the grass
running club near me
how to make friends
i owe someone money
someone gave me a gift
how to say no
what do social workers do
my phone is broken
best trainers 2026
group chat
feeling low
im sad
exam stress
do i have to go to school
what is a youth panel
how to run a bath
i got a new phone
can i move out at 16
is it illegal to carry a knife
threads app
eating well
beat the boss level
how to beat my high score
dying my hair
i want to get my ears pierced
going to get my nails done
sut mae helpu ffrind
beth yw cydsyniad
arian hawdd
hawliau stopio a chwilio
""".strip().splitlines()


@pytest.mark.parametrize("typed", NOW)
def test_help_comes_first_for_whoever_needs_it_now(typed):
    assert help_first(typed)


@pytest.mark.parametrize("typed", NOT_NOW)
def test_an_ordinary_question_is_answered_as_one(typed):
    assert why(typed) is None


@pytest.mark.parametrize("typed", ["", " ", "\x00", "'\"*()-:^", "😀" * 500, "א" * 5000, "a " * 5000, "threat" * 1500])
def test_nothing_that_is_typed_breaks_it(typed):
    help_first(typed)


def test_help_that_is_asked_for_at_the_end_of_a_long_story_is_heard():
    assert help_first("and then " * 1000 + "i want to die")
    assert help_first("i want to die " + "and then " * 1000)
