"""What a browser keeps of a person, looked at from within its page."""

#: A promise of the texts that were begun and not sent.
DRAFTS = """new Promise((resolve) => {
    const asked = indexedDB.open('callboard');
    asked.onsuccess = () => {
        const database = asked.result;
        const rows = database.transaction('personal').objectStore('personal').getAll();
        rows.onsuccess = () => {
            database.close();
            const texts = rows.result.map((row) => row.value ?? row);
            resolve(texts.filter((row) => row && row.place).map((row) => row.text));
        };
    };
})"""

#: A promise of the kind of each thing that is kept.
KINDS = """new Promise((resolve) => {
    const asked = indexedDB.open('callboard');
    asked.onsuccess = () => {
        const database = asked.result;
        if (!database.objectStoreNames.contains('personal')) return resolve([]);
        const rows = database.transaction('personal').objectStore('personal').getAllKeys();
        rows.onsuccess = () => { database.close(); resolve(rows.result.map((key) => key[1])); };
    };
})"""

#: A promise of everything that is kept, as one text.
EVERYTHING = """new Promise((resolve) => {
    const asked = indexedDB.open('callboard');
    asked.onsuccess = () => {
        const database = asked.result;
        const rows = database.transaction('personal').objectStore('personal').getAll();
        rows.onsuccess = () => { database.close(); resolve(JSON.stringify(rows.result)); };
    };
})"""
