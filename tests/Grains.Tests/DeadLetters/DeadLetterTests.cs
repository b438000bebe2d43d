using Atmosphere.Grains.DeadLetters;

namespace Atmosphere.Grains.Tests.DeadLetters;

public sealed class DeadLetterTests
{
    [Fact]
    public void The_newest_come_first_and_the_oldest_go()
    {
        var letters = new DeadLetterState();
        for (var number = 0; number < DeadLetterState.MostKept + 10; number++) letters = letters.With(new() { Key = $"key-{number}" });

        letters.Letters.Count.ShouldBe(DeadLetterState.MostKept);
        letters.Letters[0].Key.ShouldBe($"key-{DeadLetterState.MostKept + 9}");
        letters.Letters[^1].Key.ShouldBe("key-10");
    }

    [Fact]
    public void A_shard_that_was_written_with_more_letters_loses_the_oldest_of_them()
    {
        var more = new DeadLetterState { Letters = [.. Enumerable.Range(0, DeadLetterState.MostKept + 200).Select(number => new DeadLetter { Key = $"key-{number}" })] };

        var letters = more.With(new() { Key = "new" }).Letters;

        letters.Count.ShouldBe(DeadLetterState.MostKept);
        (letters[0].Key, letters[1].Key).ShouldBe(("new", "key-0"));
    }

    [Fact]
    public void A_letter_delivered_again_changes_nothing()
    {
        var letter = new DeadLetter { Stream = "images-in-db", Key = new string('k', 300), Reason = "unreadable", At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero) };
        var once = new DeadLetterState().With(letter);

        once.With(letter).ShouldBeSameAs(once);
        once.With(letter with { At = letter.At.AddSeconds(1) }).Letters.Count.ShouldBe(2);
    }

    [Fact]
    public void Long_keys_and_reasons_are_cut()
    {
        var letter = new DeadLetterState().With(new() { Key = new string('k', 100_000), Reason = new string('r', 201) }).Letters[0];

        letter.Key.Length.ShouldBe(DeadLetterState.KeyLength);
        letter.Reason.Length.ShouldBe(DeadLetterState.KeyLength);
    }

    [Fact]
    public void The_shard_of_a_key_is_the_same_in_every_process()
    {
        // Worked out by hand from FNV-1a: stored letters are found under these keys for ever.
        DeadLetterKey.For("face-tagged", "").ShouldBe("face-tagged/1");
        DeadLetterKey.For("face-tagged", "a").ShouldBe("face-tagged/0");
    }

    [Fact]
    public void Every_key_has_a_shard_that_is_listed_and_no_shard_is_idle()
    {
        var shards = DeadLetterKey.AllOf("images-in-db").ToList();
        var used = Enumerable.Range(0, 1000).Select(number => DeadLetterKey.For("images-in-db", $"face-{number}")).Distinct();

        used.ShouldBe(shards, ignoreOrder: true);
    }
}
