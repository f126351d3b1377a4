"""A marimo notebook: marimo edit examples-notebooks/triangle_marimo.py (pip install marimo)."""

import marimo

app = marimo.App(width="medium")


@app.cell
def _():
    import marimo as mo

    from multipole import picture, read

    return mo, picture, read


@app.cell
def _(mo):
    mo.md(
        """
        # China, Russia and the United States

        The sample reports are read into a store of their own. An answer shows itself: its table,
        what to know about it, and the sentences that it rests on.
        """
    )


@app.cell
def _(read):
    desk = read("examples", "notebook.duckdb")
    desk
    return (desk,)


@app.cell
def _(mo):
    pair = mo.ui.dropdown(["CHN RUS", "CHN USA", "RUS USA"], value="CHN RUS", label="Pair")
    pair
    return (pair,)


@app.cell
def _(desk, pair):
    a, b = pair.value.split()
    told = desk.events(a, b, since="2021", limit=10)
    told
    return a, b, told


@app.cell
def _(a, b, desk):
    why = desk.why(a, b)
    why
    return (why,)


@app.cell
def _(a, b, desk, picture):
    over_time = desk.measure("closeness", a, b, step="year")
    picture(over_time)
    return (over_time,)


if __name__ == "__main__":
    app.run()
