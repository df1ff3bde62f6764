"""Drawing: typed values in, bytes out.

    palette, svg, fonts, texts     what every drawing shares
    table                          the accessible twin of every figure
    charts, maps                   SVG with title, description and table
    document                       what a report consists of
    pdf, word                      the same document as tagged PDF and as DOCX
    sheets                         XLSX and CSV

The room knows no word of the domain, no database and no web framework.
"""
