#include "tests/crash/inbox.h"

#include <fstream>
#include <random>

#include "core/date.h"

namespace dunlin::crash {
namespace {

constexpr uint64_t kDebtors = 4000;
constexpr uint64_t kBusyDebtors = 5;  ///< the first ones
constexpr uint64_t kNoteBytes = 1150;

class InboxWriter {
 public:
  InboxWriter(std::string folder, uint64_t seed) : folder_(std::move(folder)), engine_(seed) {}

  Inbox write() {
    Inbox inbox;
    inbox.portfolio = {file("creditors.csv", "creditor_id,name,iban\nC1,Creditor,DE89370400440532013000\n"),
                       debtors("debtors.csv"), receivables("receivables.csv", 6000, 0), payments("payments.csv", 1500, 0)};
    inbox.first_day = {payments("payments-1.csv", 300, 1800), receivables("receivables-1.csv", 200, 200),
                       disputes("disputes-1.csv"), interactions("interactions-1.csv"), fx("fx-1.csv")};
    inbox.refresh = {debtors("debtors-2.csv"), receivables("receivables-2.csv", 500, 0)};
    inbox.second_day = {payments("payments-3.csv", 300, 1800),
                        receivables("receivables-3.csv", 200, 200),
                        faults(),
                        disputes("disputes-3.csv"),
                        interactions("interactions-3.csv"),
                        fx("fx-3.csv")};
    return inbox;
  }

 private:
  uint64_t below(uint64_t n) { return engine_() % n; }

  std::string file(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string note() {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    while (text.size() < kNoteBytes) {
      for (uint64_t bits = engine_(), i = 0; i < 16; ++i, bits >>= 4) text.push_back(kDigits[bits & 15]);
    }
    return text;
  }

  std::string date_around_now(int64_t before, uint64_t days) {
    const core::Date now = core::date_of(2026, 6, 24);
    return core::to_string(now + static_cast<core::Days>(static_cast<int64_t>(below(days)) - before));
  }
  std::string amount() { return std::to_string(1 + below(3000)) + "." + std::to_string(10 + below(90)); }
  std::string debtor() { return "D" + std::to_string(below(kDebtors)); }

  std::string debtors(const std::string& name) {
    std::string text = "creditor_id,debtor_id,name,email,street,opt_out,flags,attr.a,attr.b,attr.c,attr.d\n";
    for (uint64_t i = 0; i < kDebtors; ++i) {
      const std::string id = std::to_string(i);
      text += "C1,D" + id + ",Debtor " + id + (i % 5 == 0 ? ",," : ",d" + id + "@example.test,") +
              (i % 3 == 0 ? "," : "Street " + id + ",") + (i % 17 == 0 ? "email," : ",") +
              (i % 41 == 0 ? "bad_address," : ",") + note() + "," + note() + "," + note() + "," + note() + "\n";
    }
    return file(name, text);
  }

  /// `spread` of any debtor, and `each` of every busy one.
  std::string receivables(const std::string& name, uint64_t spread, uint64_t each) {
    std::string text = "creditor_id,receivable_id,debtor_id,amount,currency,due_date\n";
    const auto add = [&](const std::string& owner) {
      text += "C1,R" + std::to_string(receivables_++) + "," + owner + "," + amount() + "," +
              (below(9) == 0 ? "USD" : "EUR") + "," + date_around_now(110, 125) + "\n";
    };
    for (uint64_t i = 0; i < spread; ++i) add(debtor());
    for (uint64_t busy = 0; busy < kBusyDebtors; ++busy) {
      for (uint64_t i = 0; i < each; ++i) add("D" + std::to_string(busy));
    }
    return file(name, text);
  }

  std::string payments(const std::string& name, uint64_t spread, uint64_t each) {
    std::string text = "creditor_id,payment_id,debtor_id,amount,currency,value_date,reference\n";
    const auto add = [&](const std::string& owner) {
      text += "C1,P" + std::to_string(payments_++) + "," + owner + "," + amount() + ",EUR," + date_around_now(60, 67) +
              ",transfer " + std::to_string(engine_()) + "\n";
    };
    for (uint64_t i = 0; i < spread; ++i) add(debtor());
    for (uint64_t busy = 0; busy < kBusyDebtors; ++busy) {
      for (uint64_t i = 0; i < each; ++i) add("D" + std::to_string(busy));
    }
    return file(name, text);
  }

  /// Without their debtors; some of receivables that come with a later delivery, and wait for them.
  std::string disputes(const std::string& name) {
    std::string text = "creditor_id,dispute_id,receivable_id,opened_on,resolved_on\n";
    for (uint64_t i = 0; i < 200; ++i) {
      text += "C1,X" + std::to_string(disputes_++) + ",R" + std::to_string(below(receivables_ + 300)) + "," +
              date_around_now(20, 22) + (i % 3 == 0 ? ",2026-06-29\n" : ",\n");
    }
    return file(name, text);
  }
  /// Without ids; a few of them equal.
  std::string interactions(const std::string& name) {
    std::string text = "creditor_id,debtor_id,at,channel,outcome\n";
    for (uint64_t i = 0; i < 400; ++i) {
      text += "C1,D" + std::to_string(below(200)) + "," + date_around_now(3, 2) + "," +
              (below(2) == 0 ? "call,no_answer\n" : "email,sent\n");
    }
    return file(name, text);
  }
  std::string fx(const std::string& name) {
    return file(name, "date,base,quote,value\n2026-06-2" + std::to_string(below(4)) + ",EUR,USD,1.1" +
                          std::to_string(below(9)) + "\n");
  }

  std::string faults() {
    return file("faults.csv",
                "creditor_id,payment_id,debtor_id,amount,currency,value_date,reference\n"
                "C1,P0,D9,1.00,EUR,2026-06-29,the id is another payment's\n"
                "C1,PX1,D1,twelve,EUR,2026-06-29,no amount\n"
                "C1,PX2,D1,5.00,EUR,2026-02-30,no date\n"
                "C1,PX3,D-unknown,5.00,EUR,2026-06-29,waits for its debtor\n");
  }

  std::string folder_;
  std::mt19937_64 engine_;
  uint64_t receivables_ = 0;
  uint64_t payments_ = 0;
  uint64_t disputes_ = 0;
};

}  // namespace

Inbox write_inbox(const std::string& folder, uint64_t seed) { return InboxWriter(folder, seed).write(); }

}  // namespace dunlin::crash
