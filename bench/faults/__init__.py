"""Many clients, some killed, one crashed database, and a reader outside: does the clinic keep its promises?"""
