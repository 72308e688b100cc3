// Checks a log of Entredon with the libraries by which Go checks its module proxy: golang.org/x/mod/sumdb/note and tlog.
//
// Usage: check PREFIX, the address below which checkpoint, vkey and tiles lie, ending in a slash. Prints "sound SIZE ROOT".
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var prefix string

func fail(what string, err error) {
	if err != nil {
		fmt.Println("fault:", what+":", err)
		os.Exit(1)
	}
}

func get(path string) []byte {
	answer, err := http.Get(prefix + path)
	fail(path, err)
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	fail(path, err)
	if answer.StatusCode != 200 {
		fail(path, fmt.Errorf("status %d", answer.StatusCode))
	}
	return data
}

// open reads a checkpoint that the log's key has signed.
func open(raw []byte, vkey string) (int64, tlog.Hash) {
	verifier, err := note.NewVerifier(vkey)
	fail("vkey", err)
	signed, err := note.Open(raw, note.VerifierList(verifier))
	fail("checkpoint", err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("checkpoint", fmt.Errorf("not three lines, or another origin"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail("size", err)
	root, err := tlog.ParseHash(lines[2])
	fail("root", err)
	return size, root
}

// tiles reads tiles from the log; they are laid out by C2SP tlog-tiles, which leaves out the height.
type tiles map[string][]byte

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (known tiles) ReadTiles(asked []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range asked {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		if known[path] == nil {
			known[path] = get(path)
		}
		data = append(data, known[path])
	}
	return data, nil
}

// hashes reads base64 hashes, one a line.
func hashes(lines []string) (found []tlog.Hash) {
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		fail("hash", err)
		var hash tlog.Hash
		copy(hash[:], raw)
		found = append(found, hash)
	}
	return found
}

// leaves reads all entries from their bundles.
func leaves(size int64) (found [][]byte) {
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: 8, L: -1, N: n, W: 256}
		if size-n*256 < 256 {
			tile.W = int(size - n*256)
		}
		data := get("tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/data/"))
		for len(data) >= 2 {
			end := 2 + int(binary.BigEndian.Uint16(data))
			found = append(found, data[2:end])
			data = data[end:]
		}
	}
	return found
}

func main() {
	prefix = os.Args[1]
	vkey := strings.TrimSuffix(string(get("vkey")), "\n")
	size, root := open(get("checkpoint"), vkey)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{})
	entries := leaves(size)
	if int64(len(entries)) != size {
		fail("entries", fmt.Errorf("%d of %d", len(entries), size))
	}
	for n, leaf := range entries {
		proof, err := tlog.ProveRecord(size, int64(n), reader)
		fail("tiles", err)
		fail("entry", tlog.CheckRecord(proof, size, root, int64(n), tlog.RecordHash(leaf)))
	}
	// The proofs that the log itself serves, for some entries and some sizes.
	step := size/7 + 1
	for n := int64(0); n < size; n += step {
		head, signed, _ := strings.Cut(string(get(fmt.Sprintf("proof/%d", n))), "\n\n")
		at, under := open([]byte(signed), vkey)
		lines := strings.Split(head, "\n")
		if lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", n) {
			fail("proof", fmt.Errorf("begins with %q", lines[:2]))
		}
		fail("proof", tlog.CheckRecord(hashes(lines[2:]), at, under, n, tlog.RecordHash(entries[n])))
		if n == 0 {
			continue
		}
		head, signed, _ = strings.Cut(string(get(fmt.Sprintf("consistency/%d", n))), "\n\n")
		at, under = open([]byte(signed), vkey)
		old, err := tlog.TreeHash(n, reader)
		fail("tiles", err)
		fail("consistency", tlog.CheckTree(hashes(strings.Split(head, "\n")[1:]), at, under, n, old))
	}
	fmt.Printf("sound %d %x\n", size, root[:])
}
