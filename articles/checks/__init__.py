"""What is looked at in words before other people read them: contact details, addresses of links, descriptions of pictures.

Plain Python: text in, findings out. Finding something never refuses it: `articles.problems` asks the writer, and
moderators see it beside the words.
"""
