"""What a configuration would do, counted and listed, before it is made active (SPEC 3.8).

The real engine is at work, on connections that only look and a store that is thrown away: nothing is written anywhere.
"""
