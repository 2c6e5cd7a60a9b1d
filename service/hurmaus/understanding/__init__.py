"""Facts read from one utterance by patterns: language, address, questions, acts, promises, signals. Pure.

For agent text facts are all there is: no score, sentiment or rating of a person (privacy rule 2).
"""
