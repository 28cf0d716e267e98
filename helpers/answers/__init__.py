"""Questions and exercises that know the mistakes which learners make, and the quests of the views.

In come a learner's answers, numbers or functions; out comes what is wrong with them, in words. A
quest is known by its name, and given to a view.
"""
