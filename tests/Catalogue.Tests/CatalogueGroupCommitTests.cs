using Dapper;

namespace Atmosphere.Catalogue.Tests;

/// <summary>Writes to the file that wait together are one commit, and are still each other's strangers.</summary>
public sealed class CatalogueGroupCommitTests
{
    private const string Insert = "INSERT INTO face_tags (face_id, voter_id, choice, verified, cast_at) VALUES ('f', @voter, 'x', 1, '2026-01-01')";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_wait_together_are_all_done_and_see_one_transaction()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(new SqliteKind());
        var (isBusy, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = catalogue.Database.WriteAsync(
            async (_, _) =>
            {
                isBusy.SetResult();
                await mayGoOn.Task;
            },
            Token);
        await isBusy.Task;
        var transactions = new HashSet<object>();
        var others = Enumerable.Range(0, 20).Select(number => catalogue.Database.WriteAsync(
            (transaction, _) =>
            {
                transactions.Add(transaction);
                return transaction.Connection!.ExecuteAsync(Insert, new { voter = $"{number}" }, transaction);
            },
            Token)).ToArray();

        mayGoOn.SetResult();
        await first;
        await Task.WhenAll(others);

        transactions.Count.ShouldBe(1);
        (await catalogue.Queries.TagsOfFaceAsync("f", Token)).Length.ShouldBe(20);
    }

    [Fact]
    public async Task A_write_that_can_not_be_done_or_was_given_up_takes_no_other_with_it()
    {
        await using var catalogue = await CatalogueFixture.NewAsync(new SqliteKind());
        var (isBusy, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = catalogue.Database.WriteAsync(
            async (_, _) =>
            {
                isBusy.SetResult();
                await mayGoOn.Task;
            },
            Token);
        await isBusy.Task;
        using var givenUp = new CancellationTokenSource();
        var good = WriteAsync("good", Token);
        var bad = catalogue.Database.WriteAsync(
            async (transaction, _) =>
            {
                await transaction.Connection!.ExecuteAsync(Insert, new { voter = "half" }, transaction);
                throw new InvalidOperationException("after half of it");
            },
            Token);
        var unwanted = WriteAsync("unwanted", givenUp.Token);
        var late = WriteAsync("late", Token);
        await givenUp.CancelAsync();

        mayGoOn.SetResult();
        await first;
        await good;
        await late;

        (await Should.ThrowAsync<InvalidOperationException>(bad)).Message.ShouldBe("after half of it");
        await Should.ThrowAsync<OperationCanceledException>(unwanted);
        (await catalogue.Queries.TagsOfFaceAsync("f", Token)).Select(tag => tag.VoterId).Order().ShouldBe(["good", "late"]);

        Task WriteAsync(string voter, CancellationToken token) => catalogue.Database.WriteAsync(
            (transaction, cancellation) => transaction.Connection!.ExecuteAsync(new CommandDefinition(Insert, new { voter }, transaction, cancellationToken: cancellation)), token);
    }
}
