"""Questions and exercises that know the mistakes which learners make.

In come a learner's answers, numbers or functions; out comes what is wrong with them, in words.
"""
